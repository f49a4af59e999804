package dev.rootbridge.trust;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Splits one PEM text into the DER of its CERTIFICATE blocks, by the strict form of RFC 7468: one
 * pass, no backtracking, no block left out. Text outside blocks is skipped, since OpenSSL and
 * people write it. Good for one text.
 */
final class PemReader {

  /**
   * One block.
   *
   * @param line the line of its BEGIN, counted from 1
   * @param base64 what is between its lines, canonical and without line ends
   */
  record Block(int line, String base64) {

    byte[] der() {
      return Base64.getDecoder().decode(base64);
    }
  }

  private static final String BEGIN = "-----BEGIN";
  private static final String END = "-----END";
  private static final String BEGIN_CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final String END_CERTIFICATE = "-----END CERTIFICATE-----";
  private static final Pattern OTHER_BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
  private static final int OUTSIDE = 0;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final PemLimits limits;
  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private int line;
  private int beginLine = OUTSIDE;

  PemReader(PemLimits limits) {
    this.limits = limits;
  }

  /** The blocks read; all of the text's when {@link #read} found nothing to reject. */
  List<Block> blocks() {
    return List.copyOf(blocks);
  }

  Optional<PemOutcome.Rejected> read(String text) {
    if (text.length() > limits.maxBytes()) {
      return Optional.of(
          new PemOutcome.Rejected(
              1,
              "the source has %d characters, the limit is %d: keep only the CA certificates"
                  .formatted(text.length(), limits.maxBytes())));
    }
    // Editors on Windows write it before the first line.
    int start = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      line++;
      Optional<PemOutcome.Rejected> rejected = accept(text.substring(start, end).stripTrailing());
      if (rejected.isPresent()) {
        return rejected;
      }
      start = end + 1;
    }
    return atEnd(text.substring(text.lastIndexOf('\n') + 1));
  }

  /**
   * @param tail what follows the last newline
   */
  private Optional<PemOutcome.Rejected> atEnd(String tail) {
    if (beginLine != OUTSIDE) {
      return rejectedAt(
          beginLine, "the certificate that begins here has no END line: the source is cut off");
    }
    if (!tail.isEmpty() && BEGIN_CERTIFICATE.startsWith(tail)) {
      return rejectedAt(line, "a cut-off BEGIN line: the source is cut off");
    }
    if (blocks.isEmpty()) {
      return rejectedAt(Math.max(line, 1), "there is no certificate in the source");
    }
    return Optional.empty();
  }

  private Optional<PemOutcome.Rejected> accept(String content) {
    return beginLine == OUTSIDE ? acceptOutside(content) : acceptInside(content);
  }

  private Optional<PemOutcome.Rejected> acceptOutside(String content) {
    if (content.equals(BEGIN_CERTIFICATE)) {
      if (blocks.size() == limits.maxCertificates()) {
        return rejected(
            "more than %d certificates, which is the limit for one source"
                .formatted(limits.maxCertificates()));
      }
      beginLine = line;
      body.setLength(0);
      return Optional.empty();
    }
    if (content.contains(BEGIN)) {
      return rejected(notACertificate(content));
    }
    if (content.contains(END)) {
      return rejected("an END line without its BEGIN");
    }
    return Optional.empty();
  }

  private static String notACertificate(String content) {
    var other = OTHER_BLOCK.matcher(content);
    if (!other.matches() || other.group(1).equals("CERTIFICATE")) {
      return "a malformed BEGIN line; it must be exactly " + BEGIN_CERTIFICATE;
    }
    String label = other.group(1);
    if (label.endsWith("PRIVATE KEY")) {
      return "a block %s: remove it, and replace that key, since this source has exposed it"
          .formatted(label);
    }
    return "a block %s; only CERTIFICATE blocks may be here: remove it".formatted(label);
  }

  private Optional<PemOutcome.Rejected> acceptInside(String content) {
    if (content.equals(END_CERTIFICATE)) {
      return endBlock();
    }
    if (content.contains(BEGIN)) {
      return rejectedAt(
          beginLine,
          "the certificate that begins here has no END line before line %d".formatted(line));
    }
    if (content.contains(END)) {
      return rejected("a malformed END line; it must be exactly " + END_CERTIFICATE);
    }
    if (content.indexOf(':') >= 0) {
      return rejected("a PEM header; certificates have none: remove it");
    }
    if (content.isEmpty() || !isBase64(content)) {
      return rejected("not base64");
    }
    body.append(content);
    if (!limits.allowsBase64(body)) {
      return rejectedAt(
          beginLine,
          "the certificate that begins here is longer than %d bytes, the limit"
              .formatted(limits.maxCertificateBytes()));
    }
    return Optional.empty();
  }

  private Optional<PemOutcome.Rejected> endBlock() {
    String encoded = body.toString();
    if (!isCanonical(encoded)) {
      return rejectedAt(
          beginLine, "the certificate that begins here is not canonical base64: it was damaged");
    }
    blocks.add(new Block(beginLine, encoded));
    beginLine = OUTSIDE;
    return Optional.empty();
  }

  /** The decoder lets missing padding and bits that base64 has no use for pass. */
  private static boolean isCanonical(String encoded) {
    try {
      return Base64.getEncoder()
          .encodeToString(Base64.getDecoder().decode(encoded))
          .equals(encoded);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isBase64(String content) {
    return content
        .chars()
        .allMatch(
            c ->
                (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '/'
                    || c == '=');
  }

  private Optional<PemOutcome.Rejected> rejected(String problem) {
    return rejectedAt(line, problem);
  }

  private static Optional<PemOutcome.Rejected> rejectedAt(int line, String problem) {
    return Optional.of(new PemOutcome.Rejected(line, problem));
  }
}
