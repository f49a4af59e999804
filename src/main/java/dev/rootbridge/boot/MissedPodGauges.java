package dev.rootbridge.boot;

import dev.rootbridge.kube.RemoteClusterSettings;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.MissedReason;
import dev.rootbridge.sync.PlanView;
import dev.rootbridge.sync.SyncPlan;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How many pods don't trust what they should, by reason and cluster; not a number where nobody
 * knows. The own cluster's label is empty, which to Prometheus is the same as none.
 */
@Singleton
final class MissedPodGauges implements MeterBinder {

  private final PlanView plans;
  private final List<RemoteClusterSettings> remotes;

  MissedPodGauges(PlanView plans, List<RemoteClusterSettings> remotes) {
    this.plans = plans;
    this.remotes = remotes;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bind(registry, "", plan -> Optional.of(plan.home()));
    for (RemoteClusterSettings remote : remotes) {
      String name = remote.name();
      bind(registry, name, plan -> Optional.ofNullable(plan.remoteClusters().get(name)));
    }
  }

  private void bind(
      MeterRegistry registry, String name, Function<SyncPlan, Optional<SyncPlan.Cluster>> cluster) {
    for (MissedReason reason : MissedReason.values()) {
      Gauge.builder("rootbridge.missed.pods", plans, view -> count(view, cluster, reason))
          .description(
              "Pods with a proxy in opted-in namespaces that don't trust what they should.")
          .tag("cluster", name)
          .tag("reason", reason.metricLabel())
          .register(registry);
    }
  }

  private static double count(
      PlanView view, Function<SyncPlan, Optional<SyncPlan.Cluster>> cluster, MissedReason reason) {
    return view.latest()
        .flatMap(cluster)
        .map(SyncPlan.Cluster::missed)
        .filter(missed -> missed.unknown().isEmpty())
        .map((MissedPods missed) -> (double) missed.count(reason))
        .orElse(Double.NaN);
  }
}
