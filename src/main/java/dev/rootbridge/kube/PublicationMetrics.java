package dev.rootbridge.kube;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.TrustDomain;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether each domain is published, and whether the local roots hold, with the reason. Where a
 * domain is withheld, bundles are current without it, so that nothing else tells.
 */
final class PublicationMetrics {

  private final MultiGauge domains;
  private final MultiGauge local;

  PublicationMetrics(MeterRegistry meters) {
    this.domains =
        MultiGauge.builder("rootbridge.domain.published")
            .description("1 where the condition Published of a domain is True, else 0.")
            .register(meters);
    this.local =
        MultiGauge.builder("rootbridge.local.root.verified")
            .description(
                "1 where this cluster's own roots can be read and istiod serves under them, else"
                    + " 0.")
            .register(meters);
  }

  /** Takes note of a plan. */
  void planned(SyncPlan plan) {
    Map<Tags, Boolean> published = new LinkedHashMap<>();
    for (SyncPlan.Domain domain : plan.domains()) {
      domain
          .condition(Condition.Type.PUBLISHED)
          .ifPresent(
              condition ->
                  published.put(tags(domain.trust().trustDomain(), condition), holds(condition)));
    }
    domains.register(rows(published), true);
    SyncPlan.Local own = plan.home().local();
    Condition condition = holds(own.source()) ? own.verification() : own.source();
    local.register(rows(Map.of(tags(own.trustDomain(), condition), holds(condition))), true);
  }

  private static Tags tags(TrustDomain domain, Condition condition) {
    return Tags.of("trust_domain", domain.name(), "reason", condition.reason());
  }

  private static boolean holds(Condition condition) {
    return condition.status() == Condition.Status.TRUE;
  }

  private static List<MultiGauge.Row<?>> rows(Map<Tags, Boolean> values) {
    return values.entrySet().stream()
        .<MultiGauge.Row<?>>map(
            entry -> MultiGauge.Row.of(entry.getKey(), entry.getValue() ? 1 : 0))
        .toList();
  }
}
