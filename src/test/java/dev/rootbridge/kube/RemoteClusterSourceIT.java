package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.Fault;
import dev.rootbridge.it.FaultProxy;
import dev.rootbridge.it.HttpsServer;
import dev.rootbridge.it.KeyKind;
import dev.rootbridge.it.Kubeconfig;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.it.RootCa;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A remote cluster's root, through a network and a server that fail or lie. */
@OnRealClusters
class RemoteClusterSourceIT {

  private static final String NAMESPACE = "remote-source";
  private static final String READER = "reader";
  private static final String SECRET = "remote-source-b";

  private static final RootCa FIRST = RootCa.mint(KeyKind.EC_P256, "O=first");
  private static final RootCa SECOND = RootCa.mint(KeyKind.EC_P256, "O=second");

  private final ApiServer remote;
  private final KubernetesClient home;
  private final List<AutoCloseable> open = new ArrayList<>();
  private FaultProxy proxy;
  private OutboundNetwork network;

  RemoteClusterSourceIT(Clusters clusters) {
    this.home = clusters.a().admin();
    this.remote = clusters.b();
  }

  @BeforeEach
  void start() {
    remote
        .admin()
        .load(RemoteClusterSourceIT.class.getResourceAsStream("remote-source.yaml"))
        .serverSideApply();
    publish(FIRST);
    proxy = open(FaultProxy.before(remote));
    // The machine of the tests may have no other address.
    network = open(new OutboundNetwork(AddressRule.allowing(List.of("127.0.0.0/8"))));
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    home.secrets().inNamespace("default").withName(SECRET).delete();
  }

  @Test
  void aLostConnectionComesBackWithWhatChangedMeanwhile() {
    point(proxy.kubeconfigOf(NAMESPACE, READER, "b"));
    RemoteClusterSource source = source();
    awaitRead(source, FIRST);

    proxy.make(Fault.DROP);
    proxy.cut();
    publish(SECOND);
    awaitFailure(source, Failure.UNREACHABLE, "Secret");
    proxy.make(Fault.NONE);

    awaitRead(source, SECOND);
  }

  @Test
  void aRotatedTokenIsFollowed() {
    point(Kubeconfig.withToken("b", remote.url(), remote.certificateAuthority(), "expired"));
    RemoteClusterSource source = source();
    awaitFailure(source, Failure.UNREACHABLE, "the API server answered 401");

    point(remote.kubeconfigOf(NAMESPACE, READER, "b"));

    awaitRead(source, FIRST);
  }

  @Test
  void redirectsAreNotFollowedSoTheTokenStays() {
    RootCa ca = RootCa.mint(KeyKind.EC_P256, "CN=thief");
    String host = URI.create(remote.url()).getHost();
    Vertx vertx = Vertx.vertx();
    open(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    HttpsServer thief =
        open(
            new HttpsServer(
                vertx,
                host,
                ca.issue(KeyKind.EC_P256, new GeneralName(GeneralName.iPAddress, host))));
    thief.answer("{}");
    proxy.make(Fault.redirect(thief.url().toString()));
    // The thief is even trusted: only that nobody follows keeps the token.
    point(
        Kubeconfig.withToken(
            "b",
            proxy.url(),
            proxy.certificateAuthority() + ca.pem(),
            remote.tokenOf(NAMESPACE, READER)));

    RemoteClusterSource source = source();

    awaitFailure(source, Failure.UNREACHABLE, "the API server answered 302");
    await().until(() -> proxy.requests().size() > 2);
    assertThat(thief.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec",
        "auth-provider",
        "tokenFile",
        "client-certificate",
        "client-key",
        "as",
        "as-uid",
        "as-groups",
        "as-user-extra"
      })
  void whatAUserMayNotSetIsRefusedByName(String field) {
    point(
        remote
            .kubeconfigOf(NAMESPACE, READER, "b")
            .replace("    token:", "    " + field + ": /bin/sh\n    token:"));

    awaitFailure(source(), Failure.KUBECONFIG_REFUSED, "user sets \"" + field + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "certificate-authority",
        "insecure-skip-tls-verify",
        "proxy-url",
        "tls-server-name"
      })
  void whatAClusterMayNotSetIsRefusedByName(String field) {
    point(
        remote
            .kubeconfigOf(NAMESPACE, READER, "b")
            .replace("    server:", "    " + field + ": true\n    server:"));

    awaitFailure(source(), Failure.KUBECONFIG_REFUSED, "cluster sets \"" + field + "\"");
  }

  @Test
  void plainHttpIsRefused() {
    point(remote.kubeconfigOf(NAMESPACE, READER, "b").replace("https://", "http://"));

    awaitFailure(source(), Failure.KUBECONFIG_REFUSED, "server is no plain https URL: \"http://");
  }

  @Test
  void addressesInsideAreRefusedInTheKubeconfigAndAfterDns() {
    network = open(new OutboundNetwork(AddressRule.allowing(List.of())));
    int port = URI.create(remote.url()).getPort();
    point(kubeconfigTo("https://127.0.0.1:" + port));
    RemoteClusterSource source = source();
    awaitFailure(source, Failure.ADDRESS_REFUSED, "address 127.0.0.1 is a loopback address");

    point(kubeconfigTo("https://localhost:" + port));

    awaitFailure(source, Failure.ADDRESS_REFUSED, "address 127.0.0.1 is a loopback address");
  }

  @Test
  void aSilentServerHoldsUpNobody() {
    proxy.make(Fault.HANG);
    point(proxy.kubeconfigOf(NAMESPACE, READER, "b"));
    RemoteClusterSource silent = source();
    await().until(() -> silent.reading() instanceof Failed && !proxy.requests().isEmpty());

    point(remote.kubeconfigOf(NAMESPACE, READER, "b"));
    RemoteClusterSource other = source();

    awaitRead(other, FIRST);
    // The first one follows its Secret too, whatever became of its request.
    awaitRead(silent, FIRST);
  }

  @Test
  void garbageIsReportedAndNotTaken() {
    point(proxy.kubeconfigOf(NAMESPACE, READER, "b"));
    proxy.make(Fault.garbage());
    awaitFailure(source(), Failure.UNREACHABLE, "can't be read");

    proxy.make(new Fault.Rewrite(body -> body.replace("BEGIN CERTIFICATE", "BEGIN NONSENSE")));
    awaitFailure(source(), Failure.MALFORMED, "line 1");

    proxy.make(new Fault.Rewrite(body -> " ".repeat(OutboundNetwork.MAX_ANSWER_BYTES) + body));
    awaitFailure(source(), Failure.UNREACHABLE, "is longer than");

    proxy.make(Fault.internalError());
    awaitFailure(source(), Failure.UNREACHABLE, "the API server answered 500");

    proxy.make(Fault.tooManyRequests(Duration.ofSeconds(1)));
    awaitFailure(source(), Failure.UNREACHABLE, "the API server answered 429");
  }

  @Test
  void aListWithoutEndIsEnded() {
    point(proxy.kubeconfigOf(NAMESPACE, READER, "b"));
    proxy.make(anotherPage(""));
    awaitFailure(source(), Failure.UNREACHABLE, "a list of more than 2000 pages");
  }

  @Test
  void objectsThatNobodyAskedForAreNotKept() {
    point(proxy.kubeconfigOf(NAMESPACE, READER, "b"));
    proxy.make(anotherPage("{\"metadata\": {\"namespace\": \"remote\", \"name\": \"other\"}}"));
    awaitFailure(
        source(), Failure.UNREACHABLE, "the API server sends objects that it wasn't asked for");
  }

  private static Fault anotherPage(String items) {
    return new Fault.Answer(
        HttpURLConnection.HTTP_OK,
        Map.of("Content-Type", "application/json"),
        """
        {"kind": "ConfigMapList", "apiVersion": "v1",
         "metadata": {"resourceVersion": "1", "continue": "more"}, "items": [%s]}
        """
            .formatted(items));
  }

  @Test
  void whereWatchesDoNotWorkTheListIsReadAnew() {
    point(proxy.kubeconfigOf(NAMESPACE, READER, "b"));
    RemoteClusterSource source = source();
    awaitRead(source, FIRST);

    proxy.makeFor(uri -> uri.contains("watch=true"), Fault.gone());
    proxy.cut();
    publish(SECOND);

    // The client alone would ask for the same watch forever.
    awaitRead(source, SECOND);
  }

  private String kubeconfigTo(String server) {
    return Kubeconfig.withToken(
        "b", server, remote.certificateAuthority(), remote.tokenOf(NAMESPACE, READER));
  }

  private void publish(RootCa root) {
    remote
        .admin()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("roots")
                .endMetadata()
                .withData(Map.of("root-cert.pem", root.pem()))
                .build())
        .createOr(existing -> existing.update());
  }

  private void point(String kubeconfig) {
    home.resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(SECRET)
                .endMetadata()
                .withStringData(Map.of("b", kubeconfig))
                .build())
        .createOr(existing -> existing.update());
  }

  private RemoteClusterSource source() {
    return open(
        new RemoteClusterSource(
            home,
            network,
            new RemoteCluster(
                "default",
                SECRET,
                Optional.empty(),
                new ConfigMapKey(NAMESPACE, "roots", "root-cert.pem")),
            PemLimits.DEFAULTS,
            () -> {}));
  }

  private <T extends AutoCloseable> T open(T opened) {
    open.add(opened);
    return opened;
  }

  private static void awaitRead(RemoteClusterSource source, RootCa root) {
    SourceReading expected = new Read(List.of(anchor(root)));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(source.reading()).isEqualTo(expected));
  }

  private static void awaitFailure(RemoteClusterSource source, Failure failure, String message) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(source.reading())
                    .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                          assertThat(failed.failure()).as(failed.message()).isEqualTo(failure);
                          assertThat(failed.message()).contains(message).contains(SECRET);
                        }));
  }

  private static Anchor anchor(RootCa root) {
    try {
      return Anchor.ofDer(root.certificate().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
