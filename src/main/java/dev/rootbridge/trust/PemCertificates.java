package dev.rootbridge.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * Reads PEM that somebody else wrote. A source that is cut short or holds anything but certificates
 * must not look like one with fewer certificates, which would retire trusted roots: so one bad
 * block rejects the whole text.
 */
public final class PemCertificates {

  private PemCertificates() {}

  /**
   * Reads every certificate of a text, in time linear in its length.
   *
   * @param text CERTIFICATE blocks (RFC 7468, section 5) with LF or CRLF line ends; text before,
   *     between and after them is skipped
   * @param limits what to read at most
   */
  public static PemOutcome parse(String text, PemLimits limits) {
    PemReader reader = new PemReader(limits);
    Optional<PemOutcome.Rejected> rejected = reader.read(text);
    if (rejected.isPresent()) {
      return rejected.get();
    }
    List<PemOutcome.Entry> entries = new ArrayList<>();
    for (PemReader.Block block : reader.blocks()) {
      Anchor anchor;
      try {
        anchor = Anchor.ofDer(block.der());
        Optional<String> excess = excess(anchor, limits);
        if (excess.isPresent()) {
          return new PemOutcome.Rejected(block.line(), excess.get());
        }
      } catch (IllegalArgumentException e) {
        return new PemOutcome.Rejected(block.line(), e.getMessage());
      }
      entries.add(new PemOutcome.Entry(block.line(), anchor));
    }
    return new PemOutcome.Certificates(entries);
  }

  private static Optional<String> excess(Anchor anchor, PemLimits limits) {
    int names = anchor.extensions().alternativeNames().size();
    if (names > limits.maxNames()) {
      return Optional.of(
          "the certificate that begins here has %d alternative names, the limit is %d"
              .formatted(names, limits.maxNames()));
    }
    int subtrees = anchor.extensions().nameConstraints().map(PemCertificates::subtrees).orElse(0);
    if (subtrees > limits.maxSubtrees()) {
      return Optional.of(
          "the certificate that begins here has %d name constraints, the limit is %d"
              .formatted(subtrees, limits.maxSubtrees()));
    }
    return Optional.empty();
  }

  private static int subtrees(NameConstraints constraints) {
    var permitted = constraints.getPermittedSubtrees();
    var excluded = constraints.getExcludedSubtrees();
    return (permitted == null ? 0 : permitted.length) + (excluded == null ? 0 : excluded.length);
  }
}
