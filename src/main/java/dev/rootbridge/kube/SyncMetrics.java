package dev.rootbridge.kube;

import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.TargetState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What the sync loop tells of itself for alerts. No label names a namespace or a pod. */
final class SyncMetrics {

  private static final String TARGETS = "rootbridge.targets";

  private final MeterRegistry meters;
  private final AnchorMetrics anchors;
  private final PublicationMetrics publication;
  private final DistributionSummary bundleBytes;
  private final AtomicLong wanted = new AtomicLong();
  private final AtomicLong current = new AtomicLong();

  /**
   * @param leads whether this replica is the one that writes
   */
  SyncMetrics(MeterRegistry meters, BooleanSupplier leads) {
    this.meters = meters;
    this.anchors = new AnchorMetrics(meters);
    this.publication = new PublicationMetrics(meters);
    Gauge.builder("rootbridge.leader", leads, held -> held.getAsBoolean() ? 1 : 0)
        .description("1 where this replica is the one that writes.")
        .strongReference(true)
        .register(meters);
    Gauge.builder(TARGETS, wanted, AtomicLong::get)
        .description("ConfigMaps with bundles, in all clusters.")
        .tag("state", "wanted")
        .strongReference(true)
        .register(meters);
    Gauge.builder(TARGETS, current, AtomicLong::get)
        .description("ConfigMaps with bundles, in all clusters.")
        .tag("state", "current")
        .strongReference(true)
        .register(meters);
    this.bundleBytes =
        DistributionSummary.builder("rootbridge.bundle")
            .description("The files that proxies read, as they were written.")
            .baseUnit("bytes")
            .register(meters);
  }

  /** Takes note of a plan. */
  void planned(SyncPlan plan) {
    List<TargetState> states =
        Stream.concat(Stream.of(plan.home()), plan.remoteClusters().values().stream())
            .flatMap(cluster -> cluster.namespaces().stream())
            .flatMap(namespace -> namespace.targets().stream())
            .map(SyncPlan.Target::state)
            .filter(state -> state != TargetState.NOT_NEEDED && state != TargetState.OVER_LIMIT)
            .toList();
    wanted.set(states.size());
    anchors.planned(plan);
    publication.planned(plan);
    current.set(states.stream().filter(state -> state == TargetState.CURRENT).count());
  }

  /** Takes note of what became of a write. */
  void written(Action action, WriteOutcome outcome) {
    Counter.builder("rootbridge.writes")
        .description("What became of writes and deletions of ConfigMaps with bundles.")
        .tag("kind", kind(action))
        .tag("outcome", label(outcome))
        .register(meters)
        .increment();
    if (action instanceof Action.Write write && outcome instanceof WriteOutcome.Done) {
      String bundle = write.content().data().getOrDefault(InjectionContract.BUNDLE_KEY, "");
      bundleBytes.record(bundle.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  private static String kind(Action action) {
    return action instanceof Action.Write ? "write" : "delete";
  }

  private static String label(WriteOutcome outcome) {
    return outcome
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])([A-Z])", "_$1")
        .toLowerCase(Locale.ROOT);
  }
}
