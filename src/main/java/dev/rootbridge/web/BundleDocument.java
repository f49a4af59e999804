package dev.rootbridge.web;

import dev.rootbridge.spiffe.SpiffeBundleWriter;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.SpiffeBundle;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * This cluster's trust bundle as a SPIFFE bundle document, byte for byte the same for the same
 * roots.
 *
 * @param etag strong, with its quotes (RFC 9110, section 8.8.3)
 */
record BundleDocument(Buffer body, String etag) {

  /**
   * @throws IllegalArgumentException if a root has a key that a document can't hold
   */
  static BundleDocument of(LocalRoots roots, Duration refreshHint) {
    String text =
        SpiffeBundleWriter.print(
            new SpiffeBundle(
                roots.trusted().stream()
                    .sorted(Comparator.comparing(anchor -> anchor.fingerprint()))
                    .toList(),
                OptionalLong.of(roots.sequence()),
                Optional.of(refreshHint)));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new BundleDocument(Buffer.buffer(bytes), "\"" + Fingerprint.of(bytes) + "\"");
  }

  /**
   * Whether a reader has it already (RFC 9110, section 13.1.2; compared weakly, as it asks).
   *
   * @param ifNoneMatch the field's lines
   */
  boolean isAmong(List<String> ifNoneMatch) {
    return ifNoneMatch.stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }
}
