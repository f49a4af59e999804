package dev.rootbridge.kube;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.TrackedAnchor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How many anchors there are and when the first of them ends, by trust domain, this one's too. */
final class AnchorMetrics {

  private static final String TRUST_DOMAIN = "trust_domain";

  private final MultiGauge anchors;
  private final MultiGauge expiry;

  AnchorMetrics(MeterRegistry meters) {
    this.anchors =
        MultiGauge.builder("rootbridge.anchors")
            .description("Roots of a trust domain, by what is done with them.")
            .register(meters);
    this.expiry =
        MultiGauge.builder("rootbridge.anchor.expiry.seconds")
            .description(
                "When the first of a domain's active roots ends, in seconds since 1970; missing"
                    + " where none is active.")
            .register(meters);
  }

  /** Takes note of a plan. */
  void planned(SyncPlan plan) {
    Map<String, List<TrackedAnchor>> domains = new LinkedHashMap<>();
    domains.put(plan.home().local().trustDomain().name(), plan.home().local().anchors());
    // A domain that two resources claim has one owner; the other has no anchors.
    plan.domains()
        .forEach(
            domain ->
                domains.merge(
                    domain.trust().trustDomain().name(),
                    domain.tracked(),
                    (owners, others) -> owners.isEmpty() ? others : owners));
    List<MultiGauge.Row<?>> counts = new ArrayList<>();
    List<MultiGauge.Row<?>> ends = new ArrayList<>();
    domains.forEach(
        (domain, roots) -> {
          for (AnchorState state : AnchorState.values()) {
            counts.add(
                MultiGauge.Row.of(
                    Tags.of(TRUST_DOMAIN, domain, "state", state.name().toLowerCase(Locale.ROOT)),
                    roots.stream().filter(root -> root.state() == state).count()));
          }
          firstEnd(roots)
              .ifPresent(
                  end ->
                      ends.add(
                          MultiGauge.Row.of(Tags.of(TRUST_DOMAIN, domain), end.getEpochSecond())));
        });
    anchors.register(counts, true);
    expiry.register(ends, true);
  }

  private static Optional<Instant> firstEnd(List<TrackedAnchor> roots) {
    return roots.stream()
        .filter(root -> root.state() == AnchorState.ACTIVE)
        .map(root -> root.anchor().notAfter())
        .min(Comparator.naturalOrder());
  }
}
