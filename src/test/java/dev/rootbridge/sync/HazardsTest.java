package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.EVERYWHERE;
import static dev.rootbridge.sync.TestWorld.LOCAL_CA;
import static dev.rootbridge.sync.TestWorld.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.MeshTrust;
import dev.rootbridge.sync.Condition.Status;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What lies beside the bundles and would void or break what is in them. */
class HazardsTest {

  private static final String CRL = "ConfigMap istio-system/istio-ca-crl, key ca-crl.pem";
  private static final String MESH = "ConfigMap istio-system/istio, key mesh";
  private static final TestCertificate B = TestCertificate.root("O=B");
  private static final TestCertificate C = TestCertificate.root("O=C");

  /** A CA of no one here, whose root a hostile source shows. */
  private static final TestCertificate X = TestCertificate.root("O=X");

  private static final Constraint UNCONSTRAINED =
      new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW);

  @Test
  void aLocalCrlKeepsEveryDomainOut() {
    SyncPlan plan = bAndC().hazards(new Hazards(List.of(CRL), List.of(), List.of())).plan();

    assertThat(published(plan, "cluster-b"))
        .isEqualTo(
            new Condition(
                Condition.Type.PUBLISHED,
                Status.FALSE,
                "LocalCrlInUse",
                CRL
                    + ", holds a certificate revocation list: proxies that have one want one for"
                    + " every CA, and would refuse every workload of cluster-b.example; federate"
                    + " without: take ca-crl.pem out of istiod's Secret cacerts"));
    assertThat(published(plan, "cluster-c").reason()).isEqualTo("LocalCrlInUse");
    assertThat(onlyBundle(plan)).containsOnlyKeys("root-cert.pem", "domain.cluster-a.example.pem");
  }

  @Test
  void aDomainComesBackWhenTheCrlIsGone() {
    World world = bAndC().hazards(new Hazards(List.of(CRL), List.of(), List.of())).world();
    SyncPlan refused = SyncPlanner.plan(world);
    World after = TestWorld.after(world, refused, readings());

    SyncPlan plan =
        SyncPlanner.plan(
            new World(
                after.home(),
                after.remotes(),
                after.domains(),
                Hazards.NONE,
                after.discovered(),
                after.policy(),
                after.now()));

    assertThat(onlyBundle(plan))
        .containsKeys("domain.cluster-b.example.pem", "domain.cluster-c.example.pem");
    assertThat(plan.domains().get(0).anchors())
        .extracting(anchor -> anchor.tracked().firstSeen())
        .containsExactly(refused.domains().get(0).anchors().get(0).tracked().firstSeen());
  }

  @Test
  void aMeshWideRootKeepsOutTheDomainWhoseKeyItHas() {
    TestCertificate renewed = TestCertificate.ca("O=B renewed").keysOf(B).mint();
    SyncPlan plan = bAndC().hazards(meshWide(renewed)).plan();

    Condition published = published(plan, "cluster-b");
    assertThat(published.status()).isEqualTo(Status.FALSE);
    assertThat(published.reason()).isEqualTo("MeshWideRoot");
    assertThat(published.message())
        .isEqualTo(
            MESH
                + ": caCertificates[0].pem gives every proxy an unconstrained certificate of the CA"
                + " of cluster-b.example, "
                + renewed.anchor()
                + ", so that it could vouch for any identity: take the certificate out there (its"
                + " trustDomains may stay), or accept that with constraint.mode: None");
    assertThat(condition(plan, "cluster-b", Condition.Type.CONSTRAINED).reason())
        .isEqualTo("MeshWideRoot");
    assertThat(published(plan, "cluster-c").reason()).isEqualTo("Publishing");
    assertThat(onlyBundle(plan))
        .containsKey("domain.cluster-c.example.pem")
        .doesNotContainKey("domain.cluster-b.example.pem");
  }

  @Test
  void aMeshWideIntermediateIsNoBetter() {
    SyncPlan plan = bAndC().hazards(meshWide(B.intermediate("L=B").mint())).plan();

    assertThat(published(plan, "cluster-b").reason()).isEqualTo("MeshWideRoot");
  }

  @Test
  void aRootThatPinsKeepOutTakesNothingAway() {
    SyncPlan plan = SyncPlanner.plan(withPins(bAndX().hazards(meshWide(X)).world(), B));

    assertThat(states(plan))
        .containsOnly(
            Map.entry(B.anchor(), AnchorState.ACTIVE), Map.entry(X.anchor(), AnchorState.REFUSED));
    assertThat(published(plan, "cluster-b").reason()).isEqualTo("Publishing");
    assertThat(condition(plan, "cluster-b", Condition.Type.CONSTRAINED).status())
        .isEqualTo(Status.TRUE);
    assertThat(onlyBundle(plan)).containsKey("domain.cluster-b.example.pem");
  }

  @Test
  void theSameRootKeepsTheDomainOutWithoutPins() {
    SyncPlan plan = bAndX().hazards(meshWide(X)).plan();

    assertThat(states(plan)).containsEntry(X.anchor(), AnchorState.ACTIVE);
    assertThat(published(plan, "cluster-b").reason()).isEqualTo("MeshWideRoot");
    assertThat(onlyBundle(plan)).doesNotContainKey("domain.cluster-b.example.pem");
  }

  @Test
  void theRootsOfOthersMayBeMeshWide() {
    SyncPlan plan = bAndC().hazards(meshWide(LOCAL_CA)).plan();

    assertThat(onlyBundle(plan))
        .containsKeys("domain.cluster-b.example.pem", "domain.cluster-c.example.pem");
  }

  @Test
  void aMeshWideEndpointOfTheDomainKeepsItOut() {
    MeshTrust trust =
        new MeshTrust(
            List.of(),
            List.of(
                new MeshTrust.Endpoint(
                    "caCertificates[0].spiffeBundleUrl", List.of("cluster-c.example"))));
    SyncPlan plan =
        bAndC()
            .hazards(
                new Hazards(List.of(), List.of(new Hazards.MeshConfig(MESH, trust)), List.of()))
            .plan();

    assertThat(published(plan, "cluster-c").message())
        .startsWith(
            MESH
                + ": caCertificates[0].spiffeBundleUrl makes istiod give every proxy the"
                + " unconstrained roots of cluster-c.example");
    assertThat(published(plan, "cluster-b").reason()).isEqualTo("Publishing");
  }

  @Test
  void whatIsNotConstrainedCantBeVoided() {
    SyncPlan plan =
        new TestWorld()
            .domain("cluster-b", "cluster-b.example", read(B.anchor()), EVERYWHERE, UNCONSTRAINED)
            .namespace("shop")
            .hazards(meshWide(B))
            .plan();

    assertThat(onlyBundle(plan)).containsKey("domain.cluster-b.example.pem");
  }

  @Test
  void whatCantBeSeenIsToldAndTakesNothingAway() {
    SyncPlan plan =
        bAndC().hazards(new Hazards(List.of(), List.of(), List.of("it can't be read"))).plan();

    assertThat(condition(plan, "cluster-b", Condition.Type.CONSTRAINED))
        .isEqualTo(
            new Condition(
                Condition.Type.CONSTRAINED,
                Status.UNKNOWN,
                "HazardsUnseen",
                "the CA of cluster-b.example may vouch for cluster-b.example only, as far as can be"
                    + " seen: it can't be read"));
    assertThat(onlyBundle(plan)).containsKey("domain.cluster-b.example.pem");
  }

  private static TestWorld bAndC() {
    return new TestWorld()
        .domain("cluster-b", "cluster-b.example", read(B.anchor()))
        .domain("cluster-c", "cluster-c.example", read(C.anchor()))
        .namespace("shop");
  }

  private static TestWorld bAndX() {
    return new TestWorld()
        .domain("cluster-b", "cluster-b.example", read(B.anchor(), X.anchor()))
        .namespace("shop");
  }

  private static World withPins(World world, TestCertificate pinned) {
    World.Domain domain = world.domains().get(0);
    FederatedTrust trust = domain.trust();
    RotationPolicy usual = RotationPolicy.DEFAULT;
    FederatedTrust narrowed =
        new FederatedTrust(
            trust.name(),
            trust.uid(),
            trust.generation(),
            trust.created(),
            trust.trustDomain(),
            trust.source(),
            trust.constraint(),
            trust.namespaces(),
            new RotationPolicy(
                usual.overlap(),
                Set.of(pinned.anchor().keyFingerprint()),
                usual.distrust(),
                usual.approval(),
                usual.approved()),
            trust.acceptance());
    return new World(
        world.home(),
        world.remotes(),
        List.of(new World.Domain(narrowed, domain.reading(), domain.before())),
        world.hazards(),
        world.discovered(),
        world.policy(),
        world.now());
  }

  private static Map<Anchor, AnchorState> states(SyncPlan plan) {
    return plan.domains().get(0).anchors().stream()
        .map(SyncPlan.AnchorStatus::tracked)
        .collect(Collectors.toMap(TrackedAnchor::anchor, TrackedAnchor::state));
  }

  private static Map<String, SourceReading> readings() {
    return Map.of("cluster-b", read(B.anchor()), "cluster-c", read(C.anchor()));
  }

  private static Hazards meshWide(TestCertificate certificate) {
    MeshTrust trust =
        new MeshTrust(
            List.of(new MeshTrust.Root("caCertificates[0].pem", certificate.anchor())), List.of());
    return new Hazards(List.of(), List.of(new Hazards.MeshConfig(MESH, trust)), List.of());
  }

  private static Map<String, String> onlyBundle(SyncPlan plan) {
    assertThat(plan.home().actions()).singleElement().isInstanceOf(SyncPlan.Action.Write.class);
    return ((SyncPlan.Action.Write) plan.home().actions().get(0)).content().data();
  }

  private static Condition published(SyncPlan plan, String domain) {
    return condition(plan, domain, Condition.Type.PUBLISHED);
  }

  private static Condition condition(SyncPlan plan, String domain, Condition.Type type) {
    return plan.domains().stream()
        .filter(found -> found.trust().name().equals(domain))
        .findFirst()
        .flatMap(found -> found.condition(type))
        .orElseThrow();
  }
}
