package dev.rootbridge.sync;

import static dev.rootbridge.trust.TestCertificate.NOW;

import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.sync.World.Mutability;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.sync.World.Phase;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A world for tests: one cluster with a local root, to which domains and namespaces are added. */
final class TestWorld {

  static final TestCertificate LOCAL_CA = TestCertificate.root("O=Local");
  static final NamespaceSelector EVERYWHERE = new NamespaceSelector(Map.of(), List.of());
  static final Map<String, String> OPTED_IN = Map.of("rootbridge.dev/injection", "enabled");

  private final List<World.Domain> domains = new ArrayList<>();
  private final List<World.Namespace> namespaces = new ArrayList<>();
  private final Map<String, String> failures = new HashMap<>();
  private SourceReading localReading = new SourceReading.Read(List.of(LOCAL_CA.anchor()));
  private Hazards hazards = Hazards.NONE;
  private Instant created = NOW;

  static SourceReading read(Anchor... anchors) {
    return new SourceReading.Read(List.of(anchors));
  }

  static SourceReading failed(SourceReading.Failure failure) {
    return new SourceReading.Failed(failure, "the source failed");
  }

  TestWorld localRoot(SourceReading reading) {
    localReading = reading;
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
                new SourceSpec.ConfigMapKey("source", name, "root-cert.pem"),
                constraint,
                selector,
                RotationPolicy.DEFAULT),
            reading,
            List.of()));
    return this;
  }

  TestWorld namespace(String name) {
    return namespace(name, OPTED_IN, Optional.empty());
  }

  TestWorld namespace(String name, Map<String, String> labels, Optional<ExistingTarget> target) {
    namespaces.add(new World.Namespace(name, labels, Phase.ACTIVE, target));
    return this;
  }

  TestWorld hazards(Hazards found) {
    hazards = found;
    return this;
  }

  TestWorld terminating(String name) {
    namespaces.add(new World.Namespace(name, OPTED_IN, Phase.TERMINATING, Optional.empty()));
    return this;
  }

  TestWorld failure(String namespace, String message) {
    failures.put(namespace, message);
    return this;
  }

  static Optional<ExistingTarget> ours(Map<String, String> data) {
    return Optional.of(new ExistingTarget(data, Owner.ROOTBRIDGE, Mutability.MUTABLE));
  }

  World world() {
    return new World(
        new World.Local(
            TrustDomain.parse("cluster-a.example"),
            "ConfigMap istio-system/istio-ca-root-cert, key root-cert.pem",
            localReading,
            LocalRoots.NONE,
            RotationPolicy.DEFAULT,
            new IstiodReading.NotAsked()),
        domains,
        namespaces,
        hazards,
        failures,
        NOW);
  }

  SyncPlan plan() {
    return SyncPlanner.plan(world());
  }

  /** The world after the plan was carried out, with what the sources say then. */
  static World after(World before, SyncPlan plan, Map<String, SourceReading> readings) {
    Map<String, Map<String, String>> written = new HashMap<>();
    for (SyncPlan.Action action : plan.actions()) {
      if (action instanceof SyncPlan.Action.Write write) {
        written.put(write.namespace(), write.data());
      }
    }
    return new World(
        before.local(),
        plan.domains().stream()
            .map(
                domain ->
                    new World.Domain(
                        domain.trust(), readings.get(domain.trust().name()), domain.tracked()))
            .toList(),
        before.namespaces().stream()
            .map(
                namespace ->
                    new World.Namespace(
                        namespace.name(),
                        namespace.labels(),
                        namespace.phase(),
                        Optional.ofNullable(written.get(namespace.name()))
                            .flatMap(data -> ours(data))
                            .or(namespace::target)))
            .toList(),
        before.hazards(),
        Map.of(),
        before.now());
  }
}
