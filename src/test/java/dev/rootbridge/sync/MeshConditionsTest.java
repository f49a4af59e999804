package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestMesh.ALIAS;
import static dev.rootbridge.sync.TestMesh.DISTINCT;
import static dev.rootbridge.sync.TestMesh.NAMED;
import static dev.rootbridge.sync.TestWorld.failed;
import static dev.rootbridge.sync.TestWorld.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition.Status;
import dev.rootbridge.sync.MeshFacts.PeerCheck;
import dev.rootbridge.sync.MeshFacts.SharedMeshConfig;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.TestCertificate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the mesh's proxies let in whom the bundles make them trust, and what is in the way. */
class MeshConditionsTest {

  @Test
  void distinctIsInForceOnceItIsPublishedAndRead() {
    expect(
        TestMesh.usual(Acceptance.DISTINCT).published(DISTINCT),
        Status.TRUE,
        "Distinct",
        "ConfigMap istio-system/rootbridge-mesh has it accepted under its own name");
  }

  @Test
  void anAliasIsSaidToWidenPolicies() {
    expect(
        TestMesh.usual(Acceptance.ALIAS).published(ALIAS),
        Status.TRUE,
        "Alias",
        "ConfigMap istio-system/rootbridge-mesh has it accepted as an alias:"
            + " AuthorizationPolicies that allow cluster-a.example/ns/NAMESPACE/sa/ACCOUNT also"
            + " match cluster-b.example/ns/NAMESPACE/sa/ACCOUNT");
  }

  @Test
  void noneIsAcceptedNowhereUnlessByHand() {
    expect(
        TestMesh.usual(Acceptance.NONE),
        Status.FALSE,
        "NotAccepted",
        "nothing makes istiod accept cluster-b.example: set meshConfig.acceptance: Distinct, or"
            + " write caCertificates: [{trustDomains: [cluster-b.example]}] into the mesh config");
    expect(
        TestMesh.usual(Acceptance.NONE).config("istio", NAMED + DISTINCT),
        Status.TRUE,
        "AcceptedByHand",
        "ConfigMap istio-system/istio, key mesh accepts it already");
  }

  @Test
  void withoutPublishingItIsAcceptedNowhereEither() {
    expect(
        TestMesh.usual(Acceptance.DISTINCT).notPublishing(),
        Status.FALSE,
        "NotAccepted",
        "nothing makes istiod accept cluster-b.example: set meshConfig.acceptance: Distinct and"
            + " rootbridge.mesh.publish.enabled=true, or write caCertificates: [{trustDomains:"
            + " [cluster-b.example]}] into the mesh config");
  }

  @ParameterizedTest
  @EnumSource(Acceptance.class)
  void anAliasByHandIsSaidToWidenPoliciesToo(Acceptance acceptance) {
    expect(
        TestMesh.usual(acceptance).config("istio", NAMED + ALIAS),
        Status.TRUE,
        "AliasedByHand",
        "ConfigMap istio-system/istio, key mesh accepts it already: AuthorizationPolicies that"
            + " allow cluster-a.example/ns/NAMESPACE/sa/ACCOUNT also match"
            + " cluster-b.example/ns/NAMESPACE/sa/ACCOUNT");
  }

  @Test
  void whatIsAboutToBeWrittenOrCantBeIsTold() {
    expect(
        TestMesh.usual(Acceptance.DISTINCT),
        Status.FALSE,
        "Publishing",
        "ConfigMap istio-system/rootbridge-mesh is about to be written");
    expect(
        TestMesh.usual(Acceptance.DISTINCT).published(ALIAS).failure("the API server answered 403"),
        Status.FALSE,
        "MeshConfigMapNotWritten",
        "ConfigMap istio-system/rootbridge-mesh: the API server answered 403; until it is, istiod"
            + " goes by what it holds now");
    expect(
        TestMesh.usual(Acceptance.DISTINCT).failure("the API server answered 403"),
        Status.FALSE,
        "MeshConfigMapNotWritten",
        "ConfigMap istio-system/rootbridge-mesh: the API server answered 403");
  }

  /** Else each domain that is added would be told of in the statuses of all others. */
  @Test
  void aDomainThatIsInTheConfigMapStaysSoWhileOthersComeAndGo() {
    String others = DISTINCT + "  - cluster-c.example\n";
    expect(
        TestMesh.usual(Acceptance.DISTINCT).published(others),
        Status.TRUE,
        "Distinct",
        "ConfigMap istio-system/rootbridge-mesh has it accepted under its own name");
    TestMesh taken =
        TestMesh.usual(Acceptance.NONE).published("caCertificates:\n- trustDomains: [c.example]\n");
    assertThat(taken.accepted().reason()).isEqualTo("NotAccepted");
    assertThat(taken.action()).isPresent();
  }

  /** Whoever distrusts in an emergency must not be told that it is done before it is. */
  @ParameterizedTest
  @MethodSource("notToBeAccepted")
  void whatIsStillInTheConfigMapIsNotSaidToBeGone(TestMesh mesh, String goneReason) {
    assertThat(mesh.accepted().reason()).isEqualTo(goneReason);
    mesh.published(DISTINCT);
    expect(
        mesh,
        Status.FALSE,
        "Publishing",
        "ConfigMap istio-system/rootbridge-mesh is about to be deleted");
    expect(
        mesh.failure("can't be written: the API server answered 403"),
        Status.FALSE,
        "MeshConfigMapNotWritten",
        "ConfigMap istio-system/rootbridge-mesh: can't be written: the API server answered 403;"
            + " until it is, istiod goes by what it holds now");
  }

  static Stream<Arguments> notToBeAccepted() {
    return Stream.of(
        Arguments.of(TestMesh.usual(Acceptance.NONE), "NotAccepted"),
        Arguments.of(TestMesh.usual(Acceptance.DISTINCT).notPublishing(), "NotAccepted"),
        Arguments.of(
            TestMesh.in(
                new TestWorld()
                    .domain("b", "cluster-b.example", failed(SourceReading.Failure.UNREACHABLE))),
            "NothingTrusted"));
  }

  @ParameterizedTest
  @EnumSource(Acceptance.class)
  void anotherOnesConfigMapOfTheNameIsTold(Acceptance acceptance) {
    TestMesh mesh =
        TestMesh.usual(acceptance).published(Map.of("mesh", DISTINCT), Owner.SOMEONE_ELSE);
    expectConflict(mesh);
    expectConflict(mesh.notPublishing());
  }

  private static void expectConflict(TestMesh mesh) {
    expect(
        mesh,
        Status.FALSE,
        "MeshConfigMapConflict",
        "ConfigMap istio-system/rootbridge-mesh is not Rootbridge's, so what it makes istiod accept"
            + " isn't known here: rename or delete it, or set"
            + " rootbridge.mesh.publish.config-map");
  }

  /** istiod replaces lists; the standard mesh config is applied last. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "caCertificates: [{trustDomains: [cluster-c.example]}] | caCertificates of its own, which replace",
        "caCertificates: [{pem: ''}] | caCertificates without a trust domain, which replace",
        "caCertificates: [] | caCertificates without a trust domain, which replace",
      })
  void aListInTheStandardMeshConfigShadowsOurs(String list, String words) {
    expect(
        TestMesh.usual(Acceptance.DISTINCT).published(DISTINCT).config("istio", NAMED + list),
        Status.FALSE,
        "Shadowed",
        "ConfigMap istio-system/istio, key mesh has "
            + words
            + " those of ConfigMap istio-system/rootbridge-mesh: add {trustDomains:"
            + " [cluster-b.example]} there, or take caCertificates out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"caCertificates: [{trustDomains: [c.example]}]", "caCertificates: []"})
  void aliasesAreUnitedSoThatNoListShadowsThem(String list) {
    TestMesh mesh = TestMesh.usual(Acceptance.ALIAS).published(ALIAS).config("istio", NAMED + list);
    assertThat(mesh.accepted().reason()).isEqualTo("Alias");
  }

  @ParameterizedTest
  @ValueSource(strings = {"caCertificates:", "caCertificates: null"})
  void aListThatIsNoneShadowsNothing(String none) {
    TestMesh mesh =
        TestMesh.usual(Acceptance.DISTINCT).published(DISTINCT).config("istio", NAMED + none);
    assertThat(mesh.accepted().reason()).isEqualTo("Distinct");
  }

  @Test
  void anIstiodThatDoesNotLookIsNamed() {
    expect(
        TestMesh.of(Acceptance.DISTINCT)
            .config("istio", NAMED)
            .published(DISTINCT)
            .istiod("default"),
        Status.FALSE,
        "NotLookedAt",
        "istiod doesn't read ConfigMap istio-system/rootbridge-mesh: set"
            + " SHARED_MESH_CONFIG=rootbridge-mesh in the environment of Deployment istiod (once;"
            + " restarts it)");
  }

  @Test
  void anIstiodThatLooksElsewhereIsToldWhatThatMeans() {
    TestMesh mesh =
        TestMesh.of(Acceptance.DISTINCT)
            .config("istio", NAMED)
            .published(DISTINCT)
            .istiod("default", "platform");
    expect(
        mesh,
        Status.FALSE,
        "NotLookedAt",
        "istiod doesn't read ConfigMap istio-system/rootbridge-mesh: set"
            + " SHARED_MESH_CONFIG=rootbridge-mesh in the environment of Deployment istiod (once;"
            + " restarts it); it names platform now, of which istiod reads one alone: move what that"
            + " holds to the standard mesh config, or accept cluster-b.example there and name it in"
            + " rootbridge.mesh.config-maps");
    expect(
        mesh.config("platform", DISTINCT),
        Status.TRUE,
        "AcceptedByHand",
        "ConfigMap istio-system/platform, key mesh accepts it already");
    assertThat(mesh.config("istio", NAMED + "caCertificates: []").accepted().reason())
        .isEqualTo("Shadowed");
  }

  /** It may well read it. */
  @Test
  void anIstiodWhoseVariableComesFromElsewhereIsNotSaidToReadNothing() {
    TestMesh mesh =
        TestMesh.of(Acceptance.DISTINCT)
            .config("istio", NAMED)
            .published(DISTINCT)
            .istiod("default", new SharedMeshConfig.Elsewhere("valueFrom"), PeerCheck.CHECKED);
    expect(
        mesh,
        Status.UNKNOWN,
        "SharedMeshConfigUnseen",
        "whether istiod reads ConfigMap istio-system/rootbridge-mesh can't be seen:"
            + " SHARED_MESH_CONFIG of Deployment istiod comes from its valueFrom");
    assertThat(mesh.config("istio", "{}").accepted().reason()).isEqualTo("SharedMeshConfigUnseen");
    assertThat(mesh.config("istio", NAMED + "caCertificates: []").accepted().reason())
        .isEqualTo("Shadowed");
    assertThat(mesh.config("istio", NAMED + DISTINCT).accepted().reason())
        .isEqualTo("AcceptedByHand");
  }

  @Test
  void whatIstiodReadsCantAlwaysBeSeen() {
    expect(
        TestMesh.of(Acceptance.DISTINCT).config("istio", NAMED).published(DISTINCT).istiodUnseen(),
        Status.UNKNOWN,
        "IstiodUnseen",
        "whether istiod reads it can't be seen: Deployments in istio-system can't be listed: 403");
    expect(
        TestMesh.of(Acceptance.DISTINCT).config("istio", NAMED).published(DISTINCT),
        Status.UNKNOWN,
        "IstiodNotFound",
        "no Deployment with the label app=istiod in istio-system: see that istiod has"
            + " SHARED_MESH_CONFIG=rootbridge-mesh");
  }

  @Test
  void whereIstiodIsUnseenTheMeshConfigsSpeakForIt() {
    TestMesh byHand =
        TestMesh.of(Acceptance.DISTINCT).config("istio", NAMED + DISTINCT).istiodUnseen();
    assertThat(byHand.accepted().reason()).isEqualTo("AcceptedByHand");
    assertThat(byHand.unreadable("istio-canary").accepted().reason()).isEqualTo("Publishing");
    assertThat(
            TestMesh.of(Acceptance.DISTINCT)
                .config("istio", NAMED + "caCertificates: []")
                .published(DISTINCT)
                .accepted()
                .reason())
        .isEqualTo("Shadowed");
  }

  @Test
  void aMeshConfigThatCantBeReadIsNamed() {
    expect(
        TestMesh.of(Acceptance.DISTINCT)
            .unreadable("istio")
            .published(DISTINCT)
            .istiod("default", "rootbridge-mesh"),
        Status.UNKNOWN,
        "MeshConfigUnseen",
        "whether a mesh config replaces it can't be seen: ConfigMap istio-system/istio can't be"
            + " read: 403");
  }

  /** What it was is no word about what it is. */
  @Test
  void aMeshConfigThatWasReadOnceAndCantBeNowVouchesForNothing() {
    TestMesh mesh =
        TestMesh.usual(Acceptance.DISTINCT)
            .config("istio", NAMED + DISTINCT)
            .unreadable("istio")
            .published(DISTINCT);
    assertThat(mesh.accepted().reason()).isEqualTo("MeshConfigUnseen");
  }

  @Test
  void aMeshConfigThatNobodyWatchesIsAskedFor() {
    expect(
        TestMesh.usual(Acceptance.DISTINCT).published(DISTINCT).istiod("canary", "rootbridge-mesh"),
        Status.UNKNOWN,
        "MeshConfigUnseen",
        "whether a mesh config replaces it can't be seen: add istio-canary to"
            + " rootbridge.mesh.config-maps");
  }

  /** A name may be the beginning of another. */
  @Test
  void onlyTheMeshConfigsThatAnIstiodReadsCount() {
    TestMesh mesh =
        TestMesh.usual(Acceptance.DISTINCT)
            .published(DISTINCT)
            .unreadable("istio-canary")
            .config("istio-old", "trustDomain: old.example\ncaCertificates: []\n");
    assertThat(mesh.accepted().reason()).isEqualTo("Distinct");
    assertThat(mesh.istiod("canary", "rootbridge-mesh").accepted().message())
        .contains("ConfigMap istio-system/istio-canary can't be read: 403")
        .doesNotContain("add istio-canary to");
  }

  @Test
  void ofSeveralRevisionsEachMustAcceptIt() {
    TestMesh mesh =
        TestMesh.usual(Acceptance.DISTINCT)
            .published(DISTINCT)
            .config("istio-canary", NAMED)
            .istiod("canary");
    assertThat(mesh.accepted().reason()).isEqualTo("NotLookedAt");
    assertThat(mesh.accepted().message()).contains("of Deployment istiod-canary (once");
    assertThat(mesh.config("istio-canary", NAMED + DISTINCT).accepted().reason())
        .isEqualTo("Distinct");
    assertThat(mesh.config("istio", NAMED + ALIAS).accepted().reason()).isEqualTo("AliasedByHand");
    assertThat(mesh.config("istio-canary", NAMED + "caCertificates: []").accepted())
        .satisfies(
            condition -> {
              assertThat(condition.reason()).isEqualTo("Shadowed");
              assertThat(condition.message()).startsWith("ConfigMap istio-system/istio-canary,");
            });
  }

  @Test
  void twoMeshesOfOneNameCantBeToldApart() {
    expect(
        TestMesh.usual(Acceptance.DISTINCT).config("istio", "trustDomain: cluster-b.example\n"),
        Status.FALSE,
        "LocalTrustDomain",
        "ConfigMap istio-system/istio, key mesh: trustDomain is cluster-b.example too; two meshes"
            + " of one name can't be told apart");
  }

  @Test
  void anotherNameOfThisMeshThanTheOneThatIsSetIsTold() {
    expect(
        TestMesh.usual(Acceptance.DISTINCT)
            .published(DISTINCT)
            .config("istio-canary", "trustDomain: elsewhere.example\n")
            .istiod("canary", "rootbridge-mesh"),
        Status.FALSE,
        "LocalTrustDomainDiffers",
        "ConfigMap istio-system/istio-canary, key mesh: trustDomain is elsewhere.example, but"
            + " Rootbridge goes by cluster-a.example (rootbridge.local.trust-domain or, where that"
            + " isn't set, what the mesh config said at its start): nothing is changed in the shared"
            + " mesh config until they agree");
  }

  @Test
  void whereNoMeshConfigNamesThisMeshIstiodGoesByItsDefault() {
    TestMesh mesh = TestMesh.usual(Acceptance.DISTINCT).published(DISTINCT).config("istio", "{}");
    expect(
        mesh,
        Status.FALSE,
        "LocalTrustDomainDiffers",
        "ConfigMap istio-system/istio, key mesh: there is no trustDomain, so istiod's is"
            + " cluster.local, but Rootbridge goes by cluster-a.example (rootbridge.local.trust-domain"
            + " or, where that isn't set, what the mesh config said at its start): nothing is"
            + " changed in the shared mesh config until they agree");
    // What its own shared one says isn't known.
    TestMesh other =
        TestMesh.of(Acceptance.DISTINCT).config("istio", "{}").istiod("default", "platform");
    assertThat(other.published(DISTINCT).accepted().reason()).isEqualTo("NotLookedAt");
    assertThat(other.config("platform", NAMED).accepted().reason()).isEqualTo("NotLookedAt");
    assertThat(other.config("platform", "trustDomain: p.example").accepted().message())
        .startsWith("ConfigMap istio-system/platform, key mesh: trustDomain is p.example, but");
    assertThat(other.config("istio", NAMED).accepted().reason()).isEqualTo("NotLookedAt");
  }

  @Test
  void anAliasThatIsNotFederatedIsTold() {
    String strangers = "trustDomainAliases: [z.example, cluster-a.example, c.example]\n";
    expect(
        TestMesh.usual(Acceptance.DISTINCT).published(DISTINCT).config("istio", NAMED + strangers),
        Status.TRUE,
        "AliasNotFederated",
        "ConfigMap istio-system/rootbridge-mesh has it accepted under its own name;"
            + " trustDomainAliases in the mesh config name what is not federated: c.example,"
            + " z.example");
    assertThat(
            TestMesh.usual(Acceptance.NONE).config("istio", NAMED + strangers).accepted().message())
        .endsWith("name what is not federated: c.example, z.example");
  }

  @Test
  void anAliasOfAnotherFederatedDomainIsNoStranger() {
    TestMesh mesh =
        TestMesh.in(
                new TestWorld()
                    .domain("b", "cluster-b.example", read(root("O=B")))
                    .acceptance(Acceptance.NONE)
                    .domain("c", "c.example", read(root("O=C"))))
            .config("istio", NAMED + "trustDomainAliases: [c.example]\n")
            .published(DISTINCT)
            .istiod("default", "rootbridge-mesh");
    assertThat(mesh.accepted().reason()).isEqualTo("Distinct");
    assertThat(mesh.accepted().message()).doesNotContain("not federated");
  }

  @Test
  void proxiesThatCheckNobodysTrustDomainAreTold() {
    assertThat(
            TestMesh.of(Acceptance.DISTINCT)
                .config("istio", NAMED)
                .published(DISTINCT)
                .istiod("default", new SharedMeshConfig.Named("rootbridge-mesh"), PeerCheck.SKIPPED)
                .accepted()
                .message())
        .endsWith(
            "; PILOT_SKIP_VALIDATE_TRUST_DOMAIN is set in Deployment istiod: proxies accept any"
                + " identity that chains to a trusted root");
  }

  /** istiod compares letter by letter. */
  @Test
  void aNameInOtherLettersAcceptsNobody() {
    TestMesh mesh =
        TestMesh.usual(Acceptance.NONE)
            .config("istio", NAMED + "caCertificates: [{trustDomains: [Cluster-B.example]}]");
    assertThat(mesh.accepted().reason()).isEqualTo("NotAccepted");
  }

  private static Anchor root(String subject) {
    return TestCertificate.root(subject).anchor();
  }

  private static void expect(TestMesh mesh, Status status, String reason, String message) {
    assertThat(mesh.accepted())
        .isEqualTo(new Condition(Condition.Type.ACCEPTED_BY_MESH, status, reason, message));
  }
}
