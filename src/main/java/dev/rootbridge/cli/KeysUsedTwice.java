package dev.rootbridge.cli;

import dev.rootbridge.trust.Fingerprint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds public keys that are in a file more than once. A constraint on a key is void where the file
 * has another certificate of that key without it, and proxies take either one.
 */
final class KeysUsedTwice {

  private record Use(Path file, Fingerprint key) {}

  private KeysUsedTwice() {}

  static void report(List<InspectedCertificate> certificates, Diagnostics diagnostics) {
    Map<Use, InspectedCertificate> first = new HashMap<>();
    for (InspectedCertificate certificate : certificates) {
      Use use = new Use(certificate.place().file(), certificate.anchor().keyFingerprint());
      InspectedCertificate other = first.putIfAbsent(use, certificate);
      if (other != null) {
        diagnostics.error(
            certificate.place(),
            "key-used-twice: its public key is also that of the certificate in line %d: %s"
                .formatted(other.place().line(), consequence(other, certificate)));
      }
    }
  }

  private static String consequence(InspectedCertificate one, InspectedCertificate other) {
    return Objects.equals(one.anchor().permittedUriHosts(), other.anchor().permittedUriHosts())
        ? "leave one of the two, since proxies may take either"
        : "proxies may take either, so that the name constraint of one is void; remove the other";
  }
}
