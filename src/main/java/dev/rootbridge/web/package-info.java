/**
 * What people and other trust domains may read: the status page, and the bundle endpoint. Neither
 * changes anything.
 */
package dev.rootbridge.web;
