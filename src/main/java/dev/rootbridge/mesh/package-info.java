/**
 * Istio's mesh config, as far as it decides about trust: read as what anybody may have written, and
 * never applied here.
 */
package dev.rootbridge.mesh;
