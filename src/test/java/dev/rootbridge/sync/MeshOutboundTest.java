package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestMesh.ALIAS;
import static dev.rootbridge.sync.TestMesh.DISTINCT;
import static dev.rootbridge.sync.TestMesh.NAMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition.Status;
import dev.rootbridge.sync.World.Owner;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether calls to a domain's workloads expect its identities. */
class MeshOutboundTest {

  @Test
  void withoutAnAliasItDependsOnIstiod() {
    Condition condition = TestMesh.usual(Acceptance.DISTINCT).published(DISTINCT).callable();
    assertThat(condition.status()).isEqualTo(Status.UNKNOWN);
    assertThat(condition.reason()).isEqualTo("DependsOnIstiod");
    assertThat(condition.message())
        .isEqualTo(
            "calls expect the local trust domain of an endpoint that istiod knows by a remote"
                + " Secret, unless istiod reads that cluster's mesh config (istiod is of release"
                + " 1.30.3; it needs Istio's watch-remote-mesh-config of December 2025, and get,"
                + " list and watch on the mesh config's ConfigMap there, else it takes the local"
                + " trust domain without a word): else name the identities in subjectAltNames of a"
                + " ServiceEntry or DestinationRule, or set meshConfig.acceptance: Alias");
  }

  @Test
  void anIstiodThatCantBeSeenHasNoRelease() {
    TestMesh mesh = TestMesh.of(Acceptance.NONE).config("istio", NAMED);
    assertThat(mesh.callable().message()).contains("(istiod's release is unknown; ");
    assertThat(mesh.istiodUnseen().callable().message())
        .contains("(istiod's release can't be seen; ");
  }

  @Test
  void anAliasInForceIsExpectedOfEndpoints() {
    expectAlias(TestMesh.usual(Acceptance.ALIAS).published(ALIAS));
  }

  @Test
  void anAliasByHandIsInForceWhateverWePublish() {
    expectAlias(TestMesh.usual(Acceptance.NONE).config("istio", NAMED + ALIAS));
    expectAlias(TestMesh.of(Acceptance.DISTINCT).config("istio", NAMED + ALIAS).istiodUnseen());
    expectAlias(
        TestMesh.of(Acceptance.DISTINCT)
            .config("istio", NAMED)
            .config("platform", ALIAS)
            .istiod("default", "platform"));
  }

  @Test
  void anAliasIsNotInForceBeforeItIsPublishedAndRead() {
    expectNotInForce(TestMesh.usual(Acceptance.ALIAS));
    expectNotInForce(TestMesh.usual(Acceptance.ALIAS).published(DISTINCT));
    expectNotInForce(TestMesh.usual(Acceptance.ALIAS).published(ALIAS).notPublishing());
    expectNotInForce(
        TestMesh.usual(Acceptance.ALIAS).published(Map.of("mesh", ALIAS), Owner.SOMEONE_ELSE));
    expectNotInForce(
        TestMesh.of(Acceptance.ALIAS).config("istio", NAMED).published(ALIAS).istiod("default"));
    expectNotInForce(
        TestMesh.of(Acceptance.ALIAS).config("istio", NAMED).published(ALIAS).istiodUnseen());
    expectNotInForce(TestMesh.of(Acceptance.ALIAS).config("istio", NAMED).published(ALIAS));
  }

  /** Accepting inbound peers is not enough. */
  @Test
  void acceptanceByHandIsNoAlias() {
    TestMesh mesh =
        TestMesh.of(Acceptance.ALIAS)
            .config("istio", NAMED + DISTINCT)
            .published(ALIAS)
            .istiod("default");
    assertThat(mesh.accepted().reason()).isEqualTo("AcceptedByHand");
    expectNotInForce(mesh);
  }

  @Test
  void eachRevisionMustGoByTheAlias() {
    TestMesh mesh =
        TestMesh.usual(Acceptance.ALIAS)
            .published(ALIAS)
            .config("istio-canary", NAMED)
            .istiod("canary");
    expectNotInForce(mesh);
    expectAlias(mesh.config("istio-canary", NAMED + ALIAS));
  }

  private static void expectAlias(TestMesh mesh) {
    assertThat(mesh.callable())
        .isEqualTo(
            new Condition(
                Condition.Type.CALLABLE,
                Status.TRUE,
                "Alias",
                "as an alias, cluster-b.example is expected of endpoints that are called"));
  }

  private static void expectNotInForce(TestMesh mesh) {
    Condition condition = mesh.callable();
    assertThat(condition.status()).isEqualTo(Status.UNKNOWN);
    assertThat(condition.reason()).isEqualTo("AliasNotInForce");
    assertThat(condition.message())
        .startsWith(
            "not every istiod is seen to go by the alias that cluster-b.example is to be, see"
                + " AcceptedByMesh; without it, calls expect the local trust domain");
  }
}
