package dev.rootbridge.trust;

/**
 * What one lint rule has against one certificate.
 *
 * @param rule the rule's id, stable
 * @param severity what follows from it
 * @param citation where the rule comes from, such as {@code RFC 5280, section 4.2.1.9}
 * @param message what is wrong, one line
 */
public record Finding(String rule, Severity severity, String citation, String message) {}
