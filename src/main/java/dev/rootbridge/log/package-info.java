/** What lines of the log are about, for programs that read them. */
package dev.rootbridge.log;
