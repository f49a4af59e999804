package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.Constraint;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code rootbridge who-can-mint} on what a sync loop has made of a real API server. */
@OnRealClusters
class WhoCanMintCommandIT {

  private static final String NAMESPACE = "--rootbridge-namespace=live-loop";

  private static ApiServer cluster;
  private static KubernetesClient admin;
  private static LiveLoop loop;
  private static LiveNamespace shop;

  @BeforeAll
  static void start(Clusters clusters) {
    cluster = clusters.b();
    admin = cluster.admin();
    LiveLoop.prepare(admin);
    LiveLoop.tellSettings(admin, "");
    loop = LiveLoop.start(admin, Clock.systemUTC());
    shop = LiveNamespace.optedIn(admin, "minted");
    shop.awaitBundle("rootbridge-trust", "x.example", "y.example");
    shop.admit(
        LiveNamespace.ownedBy(
            LiveNamespace.wishing(shop.sidecar("only-x"), "x.example"), "StatefulSet", "only-x"),
        loop.optedIn("minted"));
    shop.awaitBundle(LiveNamespace.scoped("x.example"), "x.example");
  }

  @AfterAll
  static void stop() {
    shop.pod("only-x").delete();
    shop.optOut();
    loop.close();
    LiveLoop.cleanUp(admin);
  }

  @Test
  void anIdentityOfADomainIsItsOwnCasAlone() {
    await()
        .untilAsserted(
            () -> {
              LiveCommand run = run("x.example/ns/shop/sa/web", "-o", "json");
              assertThat(run.exitCode()).as(run.toString()).isZero();
              assertThat(run.json().findValuesAsText("sha256"))
                  .containsExactly(
                      LiveLoop.LOCAL.anchor().fingerprint().hex(),
                      LiveLoop.X.anchor().fingerprint().hex());
            });
    // The one pod that doesn't trust y is told from its namespace.
    JsonNode issuer = run("y.example/ns/shop/sa/web", "-o", "json").json().path("issuers").path(1);
    assertThat(issuer.path("namespaces").toString())
        .contains("{\"name\":\"minted\",\"allBut\":[\"StatefulSet only-x\"]}");
    assertThat(run("y.example/ns/shop/sa/web").out()).contains("minted (not StatefulSet only-x)");
  }

  @Test
  void allIsAMatrix() {
    LiveCommand run = run("--all");
    assertThat(run.out())
        .containsPattern("CA OF +local.example .*x.example +.*ANY OTHER +SEEN BY +SHA-256")
        .containsPattern("local.example +LocalRoot .*every proxy of the mesh");
  }

  @Test
  void whatIsOpenedIsRedOnATerminalAndEndsWithOne() {
    constrain(Constraint.Mode.NONE);
    String[] question = {"who-can-mint", "local.example/ns/shop/sa/web", NAMESPACE};
    await()
        .untilAsserted(
            () -> {
              LiveCommand run = LiveCommand.runColoured(cluster.adminKubeconfig(), question);
              assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
              assertThat(run.out()).contains("\u001b[1;31mx.example", "Unconstrained");
            });
    assertThat(LiveCommand.run(cluster.adminKubeconfig(), question).out())
        .contains("x.example")
        .doesNotContain("\u001b");
    constrain(Constraint.Mode.TRUSTDOMAIN);
  }

  private static void constrain(Constraint.Mode mode) {
    LiveLoop.domain(admin, "x")
        .edit(
            domain -> {
              domain.getSpec().getConstraint().setMode(mode);
              return domain;
            });
  }

  @Test
  void theMapShowsTheSameAsArrows() {
    LiveCommand map = LiveCommand.run(cluster.adminKubeconfig(), "map", NAMESPACE, "-o", "json");
    assertThat(map.json().path("trust").findValuesAsText("to")).contains("x.example", "y.example");
    assertThat(LiveCommand.run(cluster.adminKubeconfig(), "map", NAMESPACE).out())
        .containsPattern(
            "local.example +[^ ]+ +--> +y.example +constrained +back: unknown +serving");
  }

  @Test
  void whatIsNoIdentityIsWrongUsage() {
    assertThat(run("x.example:443/ns/shop").exitCode()).isEqualTo(2);
    assertThat(run().exitCode()).isEqualTo(2);
  }

  @Test
  void aTrustDomainThatNobodyTellsIsNotGuessed() {
    LiveLoop.tellSettings(
        admin, "rootbridge.local.trust-domain=\nrootbridge.mesh.config-maps=istio-1-99\n");
    LiveCommand run = run("--all");
    LiveCommand map = LiveCommand.run(cluster.adminKubeconfig(), "map", NAMESPACE);
    LiveLoop.tellSettings(admin, "");
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(3);
    assertThat(run.err()).contains("which trust domain this mesh has isn't known", "istio-1-99");
    assertThat(map.err())
        .contains("warning: this mesh's trust domain isn't known, and taken for cluster.local");
  }

  private static LiveCommand run(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "who-can-mint";
    all[1] = NAMESPACE;
    System.arraycopy(words, 0, all, 2, words.length);
    return LiveCommand.run(cluster.adminKubeconfig(), all);
  }
}
