package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.Fault;
import dev.rootbridge.it.FaultProxy;
import dev.rootbridge.it.KeyKind;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.it.RootCa;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles;
import dev.rootbridge.sync.SourceSpec.SecretKey;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1beta1.ClusterTrustBundleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Secrets and ClusterTrustBundles of the cluster that Rootbridge serves. */
@OnRealClusters
class HomeSourcesIT {

  private static final RootCa FIRST = RootCa.mint(KeyKind.EC_P256, "O=first");
  private static final RootCa SECOND = RootCa.mint(KeyKind.EC_P256, "O=second");
  private static final String SIGNER = "rootbridge.dev/home-sources";

  private final ApiServer cluster;
  private final KubernetesClient client;
  private final List<AutoCloseable> open = new ArrayList<>();

  HomeSourcesIT(Clusters clusters) {
    this.cluster = clusters.b();
    this.client = cluster.admin();
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    client.secrets().inNamespace("default").withName("roots").delete();
    client.certificates().v1beta1().clusterTrustBundles().delete();
  }

  @Test
  void aSecretOfRootsAloneIsFollowed() {
    TrustSource source = secret();
    awaitFailure(source, Failure.NOT_FOUND, "Secret default/roots, key ca.pem: there is no such");

    store("Opaque", Map.of("other.pem", FIRST.pem()));
    awaitFailure(source, Failure.NOT_FOUND, "the Secret has no such key");

    store("Opaque", Map.of("ca.pem", "nonsense"));
    awaitFailure(source, Failure.MALFORMED, "Secret default/roots, key ca.pem, line 1");

    store("Opaque", Map.of("ca.pem", FIRST.pem()));
    awaitRead(source, FIRST);

    store("Opaque", Map.of("ca.pem", FIRST.pem() + SECOND.pem()));
    awaitRead(source, FIRST, SECOND);
  }

  @Test
  void aSecretWithAKeyIsRefusedFromWhenItHasOne() {
    store("Opaque", Map.of("ca.pem", FIRST.pem()));
    TrustSource source = secret();
    awaitRead(source, FIRST);

    store("Opaque", Map.of("ca.pem", FIRST.pem(), "tls.key", "secret"));

    awaitFailure(source, Failure.SECRET_REFUSED, "it holds a private key, \"tls.key\"");
  }

  @Test
  void aTlsSecretIsRefusedByItsType() {
    store("kubernetes.io/tls", Map.of("ca.pem", FIRST.pem(), "tls.crt", "", "tls.key", ""));

    awaitFailure(secret(), Failure.SECRET_REFUSED, "it is of type kubernetes.io/tls");
  }

  @Test
  void aPrivateKeyAmongTheRootsRefusesAllOfThem() {
    String key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    store("Opaque", Map.of("ca.pem", FIRST.pem() + key));

    awaitFailure(secret(), Failure.MALFORMED, "Secret default/roots, key ca.pem, line ");
  }

  @Test
  void aClusterTrustBundleIsFollowed() {
    TrustSource source = bundles(client, new ClusterTrustBundles.Named("home-sources"));
    awaitFailure(source, Failure.NOT_FOUND, "ClusterTrustBundle home-sources: there is none");

    bundle("home-sources", "", Map.of(), FIRST);
    awaitRead(source, FIRST);

    bundle("home-sources", "", Map.of(), FIRST, SECOND);
    awaitRead(source, FIRST, SECOND);
  }

  @Test
  void allBundlesOfASignerThatHaveTheLabelsAreOne() {
    bundle("rootbridge.dev:home-sources:a", SIGNER, Map.of("mesh", "b"), FIRST);
    bundle("rootbridge.dev:home-sources:b", SIGNER, Map.of("mesh", "b"), FIRST, SECOND);
    bundle(
        "rootbridge.dev:home-sources:c",
        SIGNER,
        Map.of("mesh", "c"),
        RootCa.mint(KeyKind.EC_P256, "O=third"));

    awaitRead(
        bundles(
            client,
            new ClusterTrustBundles.OfSigner(
                SIGNER, new NamespaceSelector(Map.of("mesh", "b"), List.of()))),
        FIRST,
        SECOND);
  }

  @Test
  void aClusterWithoutThemIsNamedAndOneThatGetsThemIsNoticed() {
    client.load(HomeSourcesIT.class.getResourceAsStream("bundle-reader.yaml")).serverSideApply();
    bundle("home-sources", "", Map.of(), FIRST);
    FaultProxy proxy = FaultProxy.before(cluster);
    open.add(proxy);
    proxy.makeFor(uri -> uri.contains("certificates.k8s.io"), Fault.notFound());
    KubernetesClient throughProxy =
        new KubernetesClientBuilder()
            .withConfig(
                Config.fromKubeconfig(proxy.kubeconfigOf("default", "bundle-reader", "home")))
            .build();
    open.add(throughProxy);
    TrustSource source = bundles(throughProxy, new ClusterTrustBundles.Named("home-sources"));
    awaitFailure(
        source,
        Failure.NOT_SERVED,
        "this cluster serves no ClusterTrustBundles (certificates.k8s.io v1 or v1beta1)");

    proxy.make(Fault.NONE);

    awaitRead(source, FIRST);
  }

  private TrustSource secret() {
    return opened(
        new SecretSource(
            client, new SecretKey("default", "roots", "ca.pem"), PemLimits.DEFAULTS, () -> {}));
  }

  private TrustSource bundles(KubernetesClient reader, ClusterTrustBundles spec) {
    TrustBundleApi api = new TrustBundleApi(reader, Duration.ofMillis(300), () -> {});
    open.add(api);
    return opened(new ClusterTrustBundleSource(reader, spec, api, PemLimits.DEFAULTS, () -> {}));
  }

  private TrustSource opened(TrustSource source) {
    open.add(source);
    return source;
  }

  /** The type of a Secret can't be changed. */
  private void store(String type, Map<String, String> data) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("roots")
                .endMetadata()
                .withType(type)
                .withStringData(data)
                .build())
        .createOr(existing -> existing.patch());
  }

  private void bundle(String name, String signer, Map<String, String> labels, RootCa... roots) {
    StringBuilder pem = new StringBuilder();
    for (RootCa root : roots) {
      pem.append(root.pem());
    }
    client
        .resource(
            new ClusterTrustBundleBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withSignerName(signer)
                .withTrustBundle(pem.toString())
                .endSpec()
                .build())
        .createOr(existing -> existing.update());
  }

  private static void awaitRead(TrustSource source, RootCa... roots) {
    Anchor[] expected = new Anchor[roots.length];
    for (int i = 0; i < roots.length; i++) {
      expected[i] = anchor(roots[i]);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(source.reading())
                    .isInstanceOfSatisfying(
                        Read.class,
                        read -> assertThat(read.anchors()).containsExactlyInAnyOrder(expected)));
  }

  private static void awaitFailure(TrustSource source, Failure failure, String message) {
    await()
        .untilAsserted(
            () ->
                assertThat(source.reading())
                    .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                          assertThat(failed.failure()).as(failed.message()).isEqualTo(failure);
                          assertThat(failed.message()).contains(message);
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
