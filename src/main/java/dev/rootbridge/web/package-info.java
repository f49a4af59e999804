/**
 * What people, programs and other trust domains may read: the page, the same as JSON, and the
 * bundle endpoint. None of it changes anything.
 */
package dev.rootbridge.web;
