package dev.rootbridge.serving;

import dev.rootbridge.trust.Anchor;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate with its private key, and the certificates that lead from it to a CA. Made by
 * {@link IdentityReader} or {@link Authority}, so the key is the certificate's.
 *
 * @param chain the certificate first
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {

  public Identity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a certificate is missing");
    }
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  public Instant notBefore() {
    return certificate().getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return certificate().getNotAfter().toInstant();
  }

  boolean isValidAt(Instant now) {
    return !now.isBefore(notBefore()) && now.isBefore(notAfter());
  }

  Anchor anchor() {
    return X509.anchor(certificate());
  }

  /** The private key stays out of logs. */
  @Override
  public String toString() {
    return "Identity["
        + certificate().getSubjectX500Principal()
        + ", serial "
        + certificate().getSerialNumber().toString(16)
        + ", until "
        + notAfter()
        + "]";
  }
}
