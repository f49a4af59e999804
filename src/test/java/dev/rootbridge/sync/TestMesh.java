package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.existing;
import static dev.rootbridge.sync.TestWorld.read;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.mesh.MeshConfigOutcome;
import dev.rootbridge.mesh.MeshConfigReader;
import dev.rootbridge.sync.MeshFacts.Config;
import dev.rootbridge.sync.MeshFacts.Istiod;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import dev.rootbridge.sync.MeshFacts.PeerCheck;
import dev.rootbridge.sync.MeshFacts.Publication;
import dev.rootbridge.sync.MeshFacts.Published;
import dev.rootbridge.sync.MeshFacts.SharedMeshConfig;
import dev.rootbridge.sync.MeshFacts.Unreadable;
import dev.rootbridge.sync.World.Mutability;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.trust.TestCertificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mesh of cluster-a.example for tests, with what its istiods read. The domain {@code b} is
 * federated, cluster-b.example.
 */
final class TestMesh {

  static final TargetKey OURS = new TargetKey("istio-system", "rootbridge-mesh");
  static final String NAMED = "trustDomain: cluster-a.example\n";
  static final String DISTINCT = "caCertificates:\n- trustDomains:\n  - cluster-b.example\n";
  static final String ALIAS = "trustDomainAliases:\n- cluster-b.example\n";

  private static final SourceReading ROOT_B = read(TestCertificate.root("O=B").anchor());

  private TestWorld world = new TestWorld();
  private final List<Config> configs = new ArrayList<>();
  private final List<Unreadable> unseen = new ArrayList<>();
  private final List<Istiod> istiods = new ArrayList<>();
  private final Map<TargetKey, String> failures = new HashMap<>();
  private Optional<IstiodView> view = Optional.empty();
  private Optional<Published> present = Optional.empty();
  private boolean enabled = true;

  /**
   * With one istiod that reads what is published, and a mesh config that says nothing of others.
   */
  static TestMesh usual(Acceptance acceptance) {
    return of(acceptance).config("istio", NAMED).istiod("default", "rootbridge-mesh");
  }

  static TestMesh of(Acceptance acceptance) {
    TestMesh mesh = new TestMesh();
    mesh.world.acceptance(acceptance).domain("b", "cluster-b.example", ROOT_B);
    return mesh;
  }

  /** Another world than the one with domain b. */
  static TestMesh in(TestWorld world) {
    TestMesh mesh = new TestMesh();
    mesh.world = world;
    return mesh;
  }

  /** A mesh config, as istiod has it. */
  TestMesh config(String name, String text) {
    MeshConfigOutcome.Parsed parsed = (MeshConfigOutcome.Parsed) MeshConfigReader.read(text);
    configs.removeIf(known -> known.name().equals(name));
    configs.add(
        new Config(name, "ConfigMap istio-system/" + name + ", key mesh", parsed.domains()));
    return this;
  }

  TestMesh unreadable(String name) {
    unseen.add(new Unreadable(name, "ConfigMap istio-system/" + name + " can't be read: 403"));
    return this;
  }

  /** An istiod that reads that shared mesh config. */
  TestMesh istiod(String revision, String shared) {
    return istiod(revision, new SharedMeshConfig.Named(shared), PeerCheck.CHECKED);
  }

  /** An istiod that reads no shared mesh config. */
  TestMesh istiod(String revision) {
    return istiod(revision, new SharedMeshConfig.Unset(), PeerCheck.CHECKED);
  }

  TestMesh istiod(String revision, SharedMeshConfig shared, PeerCheck checking) {
    istiods.add(
        new Istiod(
            revision.equals("default") ? "istiod" : "istiod-" + revision,
            revision,
            shared,
            checking,
            ProxyRelease.ofImage("istio/pilot:1.30.3")));
    return this;
  }

  TestMesh istiodUnseen() {
    view = Optional.of(new IstiodView.Unseen("Deployments in istio-system can't be listed: 403"));
    return this;
  }

  TestMesh published(String text) {
    return published(Map.of("mesh", text), Owner.ROOTBRIDGE);
  }

  TestMesh published(Map<String, String> data, Owner owner) {
    present =
        Optional.of(
            new Published(
                existing(data, owner, Mutability.MUTABLE),
                MeshConfigReader.read(data.getOrDefault("mesh", ""))
                        instanceof MeshConfigOutcome.Parsed parsed
                    ? Optional.of(parsed.domains())
                    : Optional.empty()));
    return this;
  }

  TestMesh notPublishing() {
    enabled = false;
    return this;
  }

  TestMesh failure(String why) {
    failures.put(OURS, why);
    return this;
  }

  SyncPlan plan() {
    return MeshPlanner.extend(
        world.plan(),
        new MeshFacts(
            configs,
            unseen,
            Optional.of(new Publication(OURS, enabled)),
            present,
            view.orElse(new IstiodView.Seen(istiods))),
        failures);
  }

  /** What is done about the published ConfigMap. */
  Optional<SyncPlan.Action> action() {
    return plan().home().actions().stream()
        .filter(action -> action.target().equals(OURS))
        .findFirst();
  }

  /** Of domain b. */
  Condition accepted() {
    return condition(Condition.Type.ACCEPTED_BY_MESH);
  }

  /** Of domain b. */
  Condition callable() {
    return condition(Condition.Type.CALLABLE);
  }

  private Condition condition(Condition.Type type) {
    return plan().domains().stream()
        .filter(domain -> domain.trust().name().equals("b"))
        .flatMap(domain -> domain.condition(type).stream())
        .findFirst()
        .orElseThrow();
  }
}
