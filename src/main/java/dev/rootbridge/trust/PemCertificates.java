package dev.rootbridge.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        Optional<String> excess = limits.excess(anchor);
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
}
