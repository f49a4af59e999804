package dev.rootbridge.trust;

/**
 * What one PEM source may hold at most. Bytes are checked before anything is decoded, so that a
 * hostile source costs no more than reading it once.
 *
 * @param maxBytes characters of the whole text
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

  private static void requirePositive(String name, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + limit);
    }
  }
}
