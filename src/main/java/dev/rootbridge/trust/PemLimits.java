package dev.rootbridge.trust;

import java.util.Optional;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * What one source of certificates may hold at most. Bytes are checked before anything is decoded,
 * so that a hostile source costs no more than reading it once.
 *
 * @param maxBytes characters of the whole text, each a byte in PEM
 * @param maxCertificates certificates in it
 * @param maxCertificateBytes bytes of one certificate's DER
 * @param maxNames names in the subject alternative name of one certificate
 * @param maxSubtrees subtrees in the name constraints of one certificate, permitted and excluded
 */
public record PemLimits(
    int maxBytes, int maxCertificates, int maxCertificateBytes, int maxNames, int maxSubtrees) {

  /** A ConfigMap full, 100 certificates of 16 KiB, 100 names, 100 subtrees. */
  public static final PemLimits DEFAULTS = new PemLimits(1 << 20, 100, 16 << 10, 100, 100);

  /**
   * None. For what was within the limits once and is read back: were they lowered since, or raised,
   * it must not be lost.
   */
  public static final PemLimits UNLIMITED =
      new PemLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE);

  /**
   * @throws IllegalArgumentException if a limit isn't positive
   */
  public PemLimits {
    requirePositive("maxBytes", maxBytes);
    requirePositive("maxCertificates", maxCertificates);
    requirePositive("maxCertificateBytes", maxCertificateBytes);
    requirePositive("maxNames", maxNames);
    requirePositive("maxSubtrees", maxSubtrees);
  }

  public PemLimits withMaxBytes(int limit) {
    return new PemLimits(limit, maxCertificates, maxCertificateBytes, maxNames, maxSubtrees);
  }

  public PemLimits withMaxCertificates(int limit) {
    return new PemLimits(maxBytes, limit, maxCertificateBytes, maxNames, maxSubtrees);
  }

  public PemLimits withMaxCertificateBytes(int limit) {
    return new PemLimits(maxBytes, maxCertificates, limit, maxNames, maxSubtrees);
  }

  public PemLimits withMaxNames(int limit) {
    return new PemLimits(maxBytes, maxCertificates, maxCertificateBytes, limit, maxSubtrees);
  }

  public PemLimits withMaxSubtrees(int limit) {
    return new PemLimits(maxBytes, maxCertificates, maxCertificateBytes, maxNames, limit);
  }

  /** Whether this, were it decoded, is a certificate within the limit, or the beginning of one. */
  public boolean allowsBase64(CharSequence encoded) {
    int end = encoded.length();
    // Two at most are padding; to walk back over any number would take quadratic time.
    int shortest = Math.max(0, end - 2);
    while (end > shortest && encoded.charAt(end - 1) == '=') {
      end--;
    }
    // Four characters hold three bytes.
    return end * 3L / 4 <= maxCertificateBytes;
  }

  /** What a certificate has too many of, if anything. */
  public Optional<String> excess(Anchor anchor) {
    int names = anchor.extensions().alternativeNames().size();
    if (names > maxNames) {
      return Optional.of("it has %d alternative names, the limit is %d".formatted(names, maxNames));
    }
    int subtrees = anchor.extensions().nameConstraints().map(PemLimits::subtrees).orElse(0);
    if (subtrees > maxSubtrees) {
      return Optional.of(
          "it has %d name constraints, the limit is %d".formatted(subtrees, maxSubtrees));
    }
    return Optional.empty();
  }

  private static int subtrees(NameConstraints constraints) {
    var permitted = constraints.getPermittedSubtrees();
    var excluded = constraints.getExcludedSubtrees();
    return (permitted == null ? 0 : permitted.length) + (excluded == null ? 0 : excluded.length);
  }

  private static void requirePositive(String name, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + limit);
    }
  }
}
