package dev.rootbridge.trust;

import java.util.Optional;

/** Proxies refuse everything under a key that they can't use. */
final class KeyTypeRule implements LintRule {

  @Override
  public String id() {
    return "key-type";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String citation() {
    return "SPIFFE X.509-SVID, section 2; BoringSSL";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor.keyType().isPresent()
        ? Optional.empty()
        : Optional.of(
            "its public key is of a kind that proxies don't take, or malformed: RSA, P-256, P-384,"
                + " P-521 or Ed25519 is needed");
  }
}
