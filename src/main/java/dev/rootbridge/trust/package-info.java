/**
 * Certificates and what may be done with them, as pure code: nothing here reads a file, a clock or
 * the network. Start with {@link dev.rootbridge.trust.TrustBundle}, then {@link
 * dev.rootbridge.trust.RotationPlan} (which roots of a domain are trusted now), {@link
 * dev.rootbridge.trust.ConstrainedAnchors} (how a remote one is bound to its domain) and {@link
 * dev.rootbridge.trust.Federation} (all of them together, as {@link
 * dev.rootbridge.trust.RenderedBundle} writes them for proxies).
 */
package dev.rootbridge.trust;
