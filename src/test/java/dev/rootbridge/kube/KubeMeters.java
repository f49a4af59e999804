package dev.rootbridge.kube;

import dev.rootbridge.serving.ServingPlan;
import dev.rootbridge.sync.SampleFederation;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Seen;
import dev.rootbridge.sync.TargetKey;
import dev.rootbridge.sync.World;
import dev.rootbridge.web.TestPlan;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;

/** Everything that is counted of clusters, counted once. */
public final class KubeMeters {

  private KubeMeters() {}

  public static void use(MeterRegistry meters) {
    SyncMetrics sync = new SyncMetrics(meters, () -> true);
    sync.planned(TestPlan.settled());
    sync.written(
        new Action.Delete(
            new TargetKey("shop", "rootbridge-trust"),
            new Seen("uid", "1", World.Mutability.MUTABLE)),
        new WriteOutcome.Done());
    new PublicationMetrics(meters).planned(SampleFederation.plan());
    new SourceReport(note -> {}, meters, Clock.systemUTC()).report(TestPlan.failing(), Map.of());
    new ServingReport(note -> {}, meters)
        .did(
            new ServingPlan.Wait("something"),
            new ObjectReferenceBuilder().withNamespace("n").withName("s").build());
  }
}
