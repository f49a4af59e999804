/**
 * Dev mode: two embedded clusters with different roots, a sample pod put through the real webhook,
 * and a serving certificate. None of it is in a production build's container of beans.
 */
package dev.rootbridge.boot.dev;
