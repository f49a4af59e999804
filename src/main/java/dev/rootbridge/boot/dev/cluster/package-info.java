/**
 * A Kubernetes cluster without Kubernetes: an API server over objects in memory, for dev mode.
 *
 * <p>It answers what Rootbridge and its client ask of a real one: list and watch with selectors,
 * server-side apply by field manager, the status subresource, TLS and a bearer token, so that dev
 * mode goes the way that production does. It knows no schemas, defaults, discovery or RBAC; tests
 * of those go to a real API server. fabric8's mock server has no server-side apply, ignores field
 * selectors, and writes its TLS key to disk.
 */
package dev.rootbridge.boot.dev.cluster;
