package dev.rootbridge.web;

import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.web.StatusView.AnchorRow;
import dev.rootbridge.web.StatusView.Standing;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says in words what is done with a root.
 *
 * @param now what expiry is counted from
 */
record AnchorsInWords(Instant now) {

  private static final Pattern FOUR_DIGITS = Pattern.compile(".{4}");
  private static final String NOT_PUBLISHED = "not at all";

  AnchorRow local(TrackedAnchor anchor, LocalRoots roots) {
    return row(
        anchor, roots.isPublished() && anchor.state().isTrusted() ? "as it is" : NOT_PUBLISHED);
  }

  AnchorRow federated(SyncPlan.AnchorStatus anchor, TrustDomain trustDomain) {
    return row(
        anchor.tracked(),
        switch (anchor.publication()) {
          case CONSTRAINED -> "constrained to " + trustDomain;
          case UNCONSTRAINED -> "as it is";
          case NOT_PUBLISHED -> NOT_PUBLISHED;
        });
  }

  private AnchorRow row(TrackedAnchor tracked, String published) {
    return new AnchorRow(
        readable(tracked.anchor().fingerprint()),
        tracked.anchor().subject(),
        state(tracked.state()),
        published,
        Dates.expiry(tracked.anchor().notAfter(), now),
        next(tracked));
  }

  private static String readable(Fingerprint fingerprint) {
    return FOUR_DIGITS.matcher(fingerprint.hex()).replaceAll("$0 ").strip();
  }

  static Standing state(AnchorState state) {
    return switch (state) {
      case ACTIVE -> Standing.good(state.label());
      case RETIRING, PENDING -> Standing.waiting(state.label());
      case DISTRUSTED, REFUSED -> Standing.bad(state.label());
    };
  }

  private String next(TrackedAnchor tracked) {
    Stream<String> dropped =
        tracked.retireAfter().map(when -> "dropped on " + Dates.due(when, now)).stream();
    Stream<String> why = Stream.of(tracked.message()).filter(message -> !message.isEmpty());
    return String.join("; ", Stream.concat(dropped, why).toList());
  }
}
