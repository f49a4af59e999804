package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.read;
import static dev.rootbridge.trust.TestCertificate.NOW;

import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.inject.Reason;
import dev.rootbridge.mesh.MeshConfigOutcome;
import dev.rootbridge.mesh.MeshConfigReader;
import dev.rootbridge.sync.ChangesView.Changes;
import dev.rootbridge.sync.MeshFacts.Istiod;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.World.Mutability;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster in which much is as it should be and some isn't, for people to look at: a healthy
 * domain, one whose root retires, one that isn't constrained, one whose source fails, a second
 * cluster on the same istiod, and pods that are missed. What is said of it is what the planners
 * say.
 */
public final class SampleFederation {

  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(200));
  private static final Duration OVERLAP = Duration.ofHours(25);
  private static final Duration SINCE_ROTATION = Duration.ofHours(7);
  private static final TargetKey MESH_CONFIG = new TargetKey("istio-system", "rootbridge-mesh");

  private static final Anchor LOCAL = TestWorld.LOCAL_CA.anchor();
  private static final Anchor CLUSTER_B = root("O=Cluster B,CN=Root CA", 3000);
  private static final Anchor WAREHOUSE_OLD = root("O=Warehouse,CN=Root CA 2024", 90);
  private static final Anchor WAREHOUSE_NEW = root("O=Warehouse,CN=Root CA 2026", 3600);
  private static final Anchor PARTNER = root("O=Partner,CN=Issuing Root", 700);
  private static final Anchor LEGACY = root("O=Legacy,CN=Mesh Root", 45);

  /** Of two looks at it. */
  private enum Look {
    EARLIER,
    NOW
  }

  private SampleFederation() {}

  /** The cluster now. */
  public static SyncPlan plan() {
    SyncPlan plan = plan(Look.NOW);
    SyncPlan.Local local = plan.home().local();
    return new SyncPlan(
        plan.madeAt(),
        plan.domains(),
        new SyncPlan.Cluster(
            new SyncPlan.Local(
                local.trustDomain(),
                local.roots(),
                local.source(),
                Condition.holds(
                    Condition.Type.LOCAL_ROOT_VERIFIED,
                    "Verified",
                    "istiod at istiod.istio-system.svc:15012 serves a certificate under a local"
                        + " root")),
            plan.home().namespaces(),
            plan.home().actions(),
            plan.home().missed(),
            plan.home().unneeded()),
        plan.remotes(),
        plan.discovery());
  }

  /** What was told of it lately. */
  public static List<ToldEvent> events() {
    return List.of(
        new ToldEvent(
            NOW.minus(Duration.ofMinutes(12)),
            ToldEvent.Type.WARNING,
            "FederatedTrustDomain payments",
            "Unreachable",
            "no answer within 10 s",
            4),
        new ToldEvent(
            NOW.minus(Duration.ofHours(3)),
            ToldEvent.Type.NORMAL,
            "Secret rootbridge-system/rootbridge-serving",
            "RenewLeaf",
            "the serving certificate was renewed",
            1));
  }

  /** What became of it since the look before, an hour from change to change. */
  public static Changes changes() {
    List<TrustChange> latest = new ArrayList<>();
    for (TrustChange change : TrustChanges.between(plan(Look.EARLIER), plan(Look.NOW))) {
      latest.add(
          new TrustChange(
              NOW.minus(Duration.ofMinutes(12 + 61L * latest.size())),
              change.trustDomain(),
              change.resource(),
              change.kind(),
              change.subject(),
              change.before(),
              change.after(),
              change.cause()));
    }
    return new Changes(NOW.minus(Duration.ofDays(9)), latest);
  }

  private static SyncPlan plan(Look look) {
    World begun = world(look).world();
    SyncPlan first = SyncPlanner.plan(begun);
    Map<String, SourceReading> readings = readings(begun);
    World written = TestWorld.after(begun, first, readings);
    SyncPlan second = SyncPlanner.plan(withPods(written));
    Action.Write fragment =
        MeshPlanner.extend(second, mesh(Optional.empty()), Map.of()).home().actions().stream()
            .filter(action -> action.target().equals(MESH_CONFIG))
            .map(Action.Write.class::cast)
            .findFirst()
            .orElseThrow();
    return MeshPlanner.extend(
        second,
        mesh(
            Optional.of(
                new MeshFacts.Published(
                    TestWorld.existing(
                        fragment.content().data(), Owner.ROOTBRIDGE, Mutability.MUTABLE),
                    Optional.empty()))),
        Map.of());
  }

  private static TestWorld world(Look look) {
    TestWorld world =
        new TestWorld()
            .localBefore(active(LOCAL, LONG_AGO))
            .namespace("billing")
            .namespace("orders")
            .namespace("shop")
            .remote("west", read(LOCAL))
            .source(remoteSecret("cluster-b"))
            .domainBefore(RotationHistory.of(List.of(active(CLUSTER_B, LONG_AGO))))
            .domain("cluster-b", "cluster-b.example", read(CLUSTER_B))
            .source(remoteSecret("legacy"))
            .domainBefore(RotationHistory.of(List.of(active(LEGACY, LONG_AGO))));
    return switch (look) {
      case EARLIER ->
          world
              .domain("legacy", "legacy.example", read(LEGACY))
              .source(remoteSecret("partner"))
              .domainBefore(RotationHistory.of(List.of(active(PARTNER, LONG_AGO))))
              .domain("partner", "partner.example", read(PARTNER))
              .source(remoteSecret("warehouse"))
              .domainBefore(RotationHistory.of(List.of(active(WAREHOUSE_OLD, LONG_AGO))))
              .domain("warehouse", "warehouse.example", read(WAREHOUSE_OLD));
      case NOW ->
          world
              .domain(
                  "legacy",
                  "legacy.example",
                  new SourceReading.Failed(
                      Failure.UNREACHABLE,
                      "the API server at https://203.0.113.7:6443 can't be reached: connect timed"
                          + " out"))
              .source(remoteSecret("partner"))
              .domainBefore(RotationHistory.of(List.of(active(PARTNER, LONG_AGO))))
              .domain(
                  "partner",
                  "partner.example",
                  read(PARTNER),
                  TestWorld.EVERYWHERE,
                  new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW))
              .source(remoteSecret("warehouse"))
              .domainBefore(
                  RotationHistory.of(
                      List.of(
                          new TrackedAnchor(
                              WAREHOUSE_OLD,
                              AnchorState.RETIRING,
                              LONG_AGO,
                              Optional.of(NOW.minus(SINCE_ROTATION).plus(OVERLAP)),
                              ""),
                          active(WAREHOUSE_NEW, NOW.minus(SINCE_ROTATION)))))
              .domain("warehouse", "warehouse.example", read(WAREHOUSE_NEW));
    };
  }

  private static Map<String, SourceReading> readings(World world) {
    Map<String, SourceReading> readings = new HashMap<>();
    world.domains().forEach(domain -> readings.put(domain.trust().name(), domain.reading()));
    return readings;
  }

  /** Once their bundles are there, so that only some of them are missed. */
  private static World withPods(World world) {
    World.Cluster home = world.home();
    return new World(
        new World.Cluster(
            home.local(),
            home.namespaces().stream().map(SampleFederation::withPods).toList(),
            home.podsUnknown(),
            home.failures(),
            home.unneeded()),
        world.remotes(),
        world.domains(),
        world.hazards(),
        world.discovered(),
        world.policy(),
        world.now());
  }

  private static World.Namespace withPods(World.Namespace namespace) {
    List<World.Pod> pods =
        switch (namespace.name()) {
          case "shop" ->
              List.of(
                  pod("web-5d8c7b6f4-2xk9p", "web", new PodTrust.Unpatched(Optional.empty())),
                  pod("web-5d8c7b6f4-jv7wq", "web", new PodTrust.Unpatched(Optional.empty())),
                  pod("cart-7f9d5c88b-m4t2z", "cart", new PodTrust.Patched("rootbridge-trust")));
          case "orders" ->
              List.of(
                  pod("intake-66b4d9f57-qpl8c", "intake", new PodTrust.Unpatched(Optional.empty())),
                  pod(
                      "ledger-0",
                      "ledger",
                      new PodTrust.Unfit(Reason.FOREIGN_WORKLOAD_SOCKET, Optional.empty())));
          default -> List.of();
        };
    return new World.Namespace(
        namespace.name(),
        namespace.labels(),
        namespace.phase(),
        namespace.targets(),
        namespace.wishes(),
        pods);
  }

  private static World.Pod pod(String name, String owner, PodTrust trust) {
    return new World.Pod(
        name,
        new PodOwner(name.endsWith("-0") ? "StatefulSet" : "Deployment", owner),
        World.Phase.ACTIVE,
        Optional.empty(),
        trust,
        Optional.of(NOW.minus(Duration.ofHours(2))),
        Optional.empty());
  }

  private static MeshFacts mesh(Optional<MeshFacts.Published> present) {
    MeshConfigOutcome.Parsed config =
        (MeshConfigOutcome.Parsed) MeshConfigReader.read("trustDomain: cluster-a.example\n");
    return new MeshFacts(
        List.of(
            new MeshFacts.Config(
                "istio", "ConfigMap istio-system/istio, key mesh", config.domains())),
        List.of(),
        Optional.of(new MeshFacts.Publication(MESH_CONFIG, true)),
        present,
        new IstiodView.Seen(
            List.of(
                new Istiod(
                    "istiod",
                    "default",
                    new MeshFacts.SharedMeshConfig.Named(MESH_CONFIG.name()),
                    MeshFacts.PeerCheck.CHECKED,
                    ProxyRelease.ofImage("istio/pilot:1.30.3")))));
  }

  private static SourceSpec remoteSecret(String cluster) {
    return new SourceSpec.RemoteCluster(
        "istio-system",
        "istio-remote-secret-" + cluster,
        Optional.empty(),
        new SourceSpec.ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem"));
  }

  private static TrackedAnchor active(Anchor root, Instant firstSeen) {
    return new TrackedAnchor(root, AnchorState.ACTIVE, firstSeen, Optional.empty(), "");
  }

  private static Anchor root(String subject, int days) {
    return TestCertificate.ca(subject)
        .valid(NOW.minus(Duration.ofDays(700)), NOW.plus(Duration.ofDays(days)))
        .mint()
        .anchor();
  }
}
