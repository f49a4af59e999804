package dev.rootbridge.sync;

import static dev.rootbridge.trust.TestCertificate.NOW;

import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.sync.World.Mutability;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.sync.World.Phase;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A world for tests: one cluster with a local root, to which domains and namespaces are added. */
final class TestWorld {

  static final TestCertificate LOCAL_CA = TestCertificate.root("O=Local");
  static final NamespaceSelector EVERYWHERE = new NamespaceSelector(Map.of(), List.of());
  static final Map<String, String> OPTED_IN = Map.of("rootbridge.dev/injection", "enabled");

  private final List<World.Domain> domains = new ArrayList<>();
  private final List<World.Namespace> namespaces = new ArrayList<>();
  private final Map<TargetKey, String> failures = new HashMap<>();
  private final Map<TargetKey, Instant> unneeded = new HashMap<>();
  private final List<World.Remote> remotes = new ArrayList<>();
  private Optional<List<DiscoveredSecret>> discovered = Optional.empty();
  private TargetPolicy policy = TargetPolicy.DEFAULT;
  private LocalRoots localBefore = LocalRoots.NONE;
  private SourceReading localReading = new SourceReading.Read(List.of(LOCAL_CA.anchor()));
  private Optional<String> podsUnknown = Optional.empty();
  private Hazards hazards = Hazards.NONE;
  private Instant created = NOW;
  private RotationPolicy rotation = RotationPolicy.DEFAULT;
  private Acceptance acceptance = Acceptance.DISTINCT;
  private RotationHistory domainBefore = RotationHistory.NONE;
  private Optional<SourceSpec> source = Optional.empty();

  static SourceReading read(Anchor... anchors) {
    return new SourceReading.Read(List.of(anchors));
  }

  static SourceReading failed(SourceReading.Failure failure) {
    return new SourceReading.Failed(failure, "the source failed");
  }

  TestWorld localBefore(TrackedAnchor... anchors) {
    localBefore = new LocalRoots(List.of(anchors), 1);
    return this;
  }

  /** A remote cluster with one opted-in namespace, its name and {@code -shop}. */
  TestWorld remote(String name, SourceReading root, TrackedAnchor... before) {
    World.Cluster cluster =
        new World.Cluster(
            new World.Local(
                TrustDomain.parse("cluster-a.example"),
                "the root of " + name,
                root,
                before.length == 0 ? LocalRoots.NONE : new LocalRoots(List.of(before), 1),
                RotationPolicy.DEFAULT,
                new IstiodReading.NotAsked()),
            List.of(
                new World.Namespace(
                    name + "-shop", OPTED_IN, Phase.ACTIVE, Map.of(), Set.of(), List.of())),
            Optional.empty(),
            Map.of(),
            Map.of());
    remotes.add(new World.Remote(name, accessOf(name), new World.Remote.View.Seen(cluster)));
    return this;
  }

  TestWorld unseenRemote(String name, SourceReading.Failure failure) {
    remotes.add(
        new World.Remote(
            name,
            accessOf(name),
            new World.Remote.View.Unseen(
                new SourceReading.Failed(failure, "cluster " + name + " can't be seen"))));
    return this;
  }

  static SourceSpec.RemoteCluster accessOf(String cluster) {
    return new SourceSpec.RemoteCluster(
        "istio-system",
        "access-" + cluster,
        Optional.empty(),
        new SourceSpec.ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem"));
  }

  TestWorld discovered(DiscoveredSecret... secrets) {
    discovered = Optional.of(List.of(secrets));
    return this;
  }

  TestWorld localRoot(SourceReading reading) {
    localReading = reading;
    return this;
  }

  /** For the domains that come after. */
  TestWorld rotation(RotationPolicy policy) {
    rotation = policy;
    return this;
  }

  /** Of the domains that come after. */
  TestWorld acceptance(Acceptance of) {
    acceptance = of;
    return this;
  }

  /** Of the domains that come after. */
  TestWorld domainBefore(RotationHistory history) {
    domainBefore = history;
    return this;
  }

  /** Of the domains that come after. */
  TestWorld source(SourceSpec of) {
    source = Optional.of(of);
    return this;
  }

  /** Each domain is a second younger than the one before. */
  TestWorld domain(String name, String trustDomain, SourceReading reading) {
    return domain(name, trustDomain, reading, EVERYWHERE, Constraint.DEFAULT);
  }

  TestWorld domain(
      String name,
      String trustDomain,
      SourceReading reading,
      NamespaceSelector selector,
      Constraint constraint) {
    created = created.plusSeconds(1);
    domains.add(
        new World.Domain(
            new FederatedTrust(
                name,
                "uid-of-" + name,
                1,
                created,
                TrustDomain.parse(trustDomain),
                source.orElseGet(
                    () -> new SourceSpec.ConfigMapKey("source", name, "root-cert.pem")),
                constraint,
                selector,
                rotation,
                acceptance),
            reading,
            domainBefore));
    return this;
  }

  /** Of the last domain, what was planned before can't be written into its status. */
  TestWorld unrecorded(Anchor... recorded) {
    World.Domain last = domains.remove(domains.size() - 1);
    domains.add(
        new World.Domain(
            last.trust(),
            last.reading(),
            last.before(),
            last.published(),
            Optional.of(
                new World.Unrecorded(
                    Stream.of(recorded).map(Anchor::fingerprint).collect(Collectors.toSet()),
                    "the API server answered 500"))));
    return this;
  }

  TestWorld namespace(String name) {
    return namespace(name, OPTED_IN, Optional.empty());
  }

  TestWorld namespace(String name, Map<String, String> labels, Optional<ExistingTarget> target) {
    return namespace(
        name, labels, target.map(found -> Map.of("rootbridge-trust", found)).orElse(Map.of()));
  }

  TestWorld namespace(
      String name, Map<String, String> labels, Map<String, ExistingTarget> targets) {
    namespaces.add(new World.Namespace(name, labels, Phase.ACTIVE, targets, Set.of(), List.of()));
    return this;
  }

  /** Workload templates in the namespace added last say this in their annotation. */
  TestWorld wishes(String... wishes) {
    return last(namespace -> Set.of(wishes), World.Namespace::pods);
  }

  /** These pods run in the namespace added last. */
  TestWorld pods(World.Pod... pods) {
    return last(World.Namespace::wishes, namespace -> List.of(pods));
  }

  private TestWorld last(
      Function<World.Namespace, Set<String>> wishes,
      Function<World.Namespace, List<World.Pod>> pods) {
    World.Namespace last = namespaces.remove(namespaces.size() - 1);
    namespaces.add(
        new World.Namespace(
            last.name(),
            last.labels(),
            last.phase(),
            last.targets(),
            wishes.apply(last),
            pods.apply(last)));
    return this;
  }

  TestWorld unneeded(String target, Instant since) {
    unneeded.put(new TargetKey("shop", target), since);
    return this;
  }

  TestWorld policy(TargetPolicy of) {
    policy = of;
    return this;
  }

  TestWorld hazards(Hazards found) {
    hazards = found;
    return this;
  }

  TestWorld terminating(String name) {
    namespaces.add(
        new World.Namespace(name, OPTED_IN, Phase.TERMINATING, Map.of(), Set.of(), List.of()));
    return this;
  }

  TestWorld failure(String namespace, String message) {
    failures.put(new TargetKey(namespace, "rootbridge-trust"), message);
    return this;
  }

  static Optional<ExistingTarget> ours(Map<String, String> data) {
    return Optional.of(existing(data, Owner.ROOTBRIDGE, Mutability.MUTABLE));
  }

  static ExistingTarget existing(Map<String, String> data, Owner owner, Mutability mutability) {
    return new ExistingTarget(
        TargetContent.of(data).fingerprint(),
        data.keySet(),
        Set.of(),
        owner,
        mutability,
        "uid-7",
        "7",
        NOW.minus(Duration.ofDays(1)),
        ContentChanges.NONE);
  }

  /** A pod of the Deployment web, without a proxy that has started. */
  static World.Pod pod(String name, Optional<String> wish, PodTrust trust) {
    return pod(name, wish, trust, Optional.empty());
  }

  /** One that runs. */
  static World.Pod startedPod(String name, Optional<String> wish, PodTrust trust) {
    return pod(name, wish, trust, Optional.of(NOW));
  }

  private static World.Pod pod(
      String name, Optional<String> wish, PodTrust trust, Optional<Instant> started) {
    return new World.Pod(
        name,
        new PodOwner("Deployment", "web"),
        Phase.ACTIVE,
        wish,
        trust,
        started,
        Optional.empty());
  }

  /** Nobody can see which pods there are. */
  TestWorld podsUnknown(String why) {
    podsUnknown = Optional.of(why);
    return this;
  }

  World world() {
    return new World(
        new World.Cluster(
            new World.Local(
                TrustDomain.parse("cluster-a.example"),
                "ConfigMap istio-system/istio-ca-root-cert, key root-cert.pem",
                localReading,
                localBefore,
                RotationPolicy.DEFAULT,
                new IstiodReading.NotAsked()),
            namespaces,
            podsUnknown,
            failures,
            unneeded),
        remotes,
        domains,
        hazards,
        discovered,
        policy,
        NOW);
  }

  SyncPlan plan() {
    return SyncPlanner.plan(world());
  }

  /** The world after the plan was carried out, with what the sources say then. */
  static World after(World before, SyncPlan plan, Map<String, SourceReading> readings) {
    return new World(
        after(before.home(), plan.home()),
        before.remotes().stream()
            .map(remote -> after(remote, plan.remoteClusters().get(remote.name())))
            .toList(),
        plan.domains().stream()
            .map(
                domain ->
                    new World.Domain(
                        domain.trust(),
                        readings.get(domain.trust().name()),
                        RotationHistory.of(domain.tracked()),
                        domain.publishedKeys(),
                        Optional.empty()))
            .toList(),
        before.hazards(),
        before.discovered(),
        before.policy(),
        before.now());
  }

  private static World.Remote after(World.Remote remote, SyncPlan.Cluster planned) {
    return remote.view() instanceof World.Remote.View.Seen seen
        ? new World.Remote(
            remote.name(),
            remote.access(),
            new World.Remote.View.Seen(after(seen.cluster(), planned)))
        : remote;
  }

  private static World.Cluster after(World.Cluster before, SyncPlan.Cluster planned) {
    Map<TargetKey, SyncPlan.Action.Write> written = new HashMap<>();
    for (SyncPlan.Action action : planned.actions()) {
      if (action instanceof SyncPlan.Action.Write write) {
        written.put(write.target(), write);
      }
    }
    return new World.Cluster(
        before.local(),
        before.namespaces().stream().map(namespace -> after(namespace, written)).toList(),
        before.podsUnknown(),
        Map.of(),
        planned.unneeded());
  }

  private static World.Namespace after(
      World.Namespace namespace, Map<TargetKey, SyncPlan.Action.Write> written) {
    Map<String, ExistingTarget> targets = new HashMap<>(namespace.targets());
    written.forEach(
        (key, write) -> {
          if (key.namespace().equals(namespace.name())) {
            targets.put(
                key.name(), existing(write.content().data(), Owner.ROOTBRIDGE, Mutability.MUTABLE));
          }
        });
    return new World.Namespace(
        namespace.name(),
        namespace.labels(),
        namespace.phase(),
        targets,
        namespace.wishes(),
        namespace.pods());
  }
}
