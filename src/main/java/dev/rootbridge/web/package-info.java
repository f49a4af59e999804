/** The status page: what the sync loop decided, for people. Read-only. */
package dev.rootbridge.web;
