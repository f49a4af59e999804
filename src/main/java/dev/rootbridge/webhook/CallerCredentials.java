package dev.rootbridge.webhook;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a caller shows of who it is.
 *
 * @param certificate its client certificate, verified by the TLS layer
 */
public record CallerCredentials(
    Optional<BearerToken> token, Optional<X509Certificate> certificate) {}
