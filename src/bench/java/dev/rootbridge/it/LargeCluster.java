package dev.rootbridge.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.trust.TlsServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A cluster with many opted-in namespaces that trust three domains once told so, and the packaged
 * program, to be started as often as wanted.
 */
final class LargeCluster implements AutoCloseable {

  static final String BUNDLE = "rootbridge-trust";

  private static final int DOMAINS = 3;
  private static final String SOURCES = "trust-sources";
  private static final String KEY = "roots.pem";
  private static final int IN_FLIGHT = 32;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiServer cluster;
  private final KubernetesClient admin;
  private final PlainClient client;
  private final RootCa servingCa = RootCa.mint(KeyKind.EC_P256, "CN=rootbridge");
  private final TlsServer istiod;
  private final List<String> namespaces;

  LargeCluster(Clusters clusters, int namespaces) {
    this.cluster = clusters.a();
    this.admin = cluster.admin();
    this.client = new PlainClient(cluster);
    this.namespaces =
        IntStream.range(0, namespaces).mapToObj(number -> "team-%04d".formatted(number)).toList();
    IstioMesh mesh = IstioMesh.install(cluster, "cluster-a");
    RootCa localRoot = RootCa.mint(KeyKind.EC_P256, "O=" + Installation.LOCAL_TRUST_DOMAIN);
    mesh.publishRoots(localRoot);
    this.istiod = Installation.istiod(localRoot);
    clusters.kubectl().apply(cluster, Installation.MANIFESTS);
    admin.resource(namespace(SOURCES, Map.of())).create();
    IntStream.range(0, DOMAINS).forEach(this::setRoot);
    makeNamespaces();
  }

  private void makeNamespaces() {
    Map<String, String> optedIn = Map.of("rootbridge.dev/injection", "enabled", "fleet", "large");
    inEach(name -> client.create("/api/v1/namespaces", json(namespace(name, optedIn))));
  }

  private static Namespace namespace(String name, Map<String, String> labels) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  List<String> namespaces() {
    return namespaces;
  }

  /**
   * Starts the program and waits until it is the one that writes.
   *
   * @param settings further ones, by name
   */
  RootbridgeProcess start(Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "rootbridge.local.istiod", "127.0.0.1:" + istiod.port(),
                "rootbridge.bundle-endpoint.enabled", "false",
                // As users have it, unlike the tests.
                "rootbridge.sync.resync", "10s"));
    all.putAll(settings);
    RootbridgeProcess process =
        RootbridgeProcess.start(
            Installation.kubeconfig(cluster),
            Installation.servingCertificate(servingCa),
            Installation.LOCAL_TRUST_DOMAIN,
            all);
    await("leadership").until(() -> Metrics.of(process).value("rootbridge_leader") == 1);
    return process;
  }

  /** Lets all namespaces trust the domains. */
  void federate() {
    for (int domain = 0; domain < DOMAINS; domain++) {
      admin.resource(domain(domain, "{matchLabels: {fleet: large}}")).create();
    }
  }

  /** Lets one more namespace trust one more domain, and waits until it has its bundle. */
  void probe() {
    String name = "probe";
    setRoot(DOMAINS);
    admin
        .resource(namespace(name, Map.of("rootbridge.dev/injection", "enabled", "probe", "yes")))
        .create();
    admin.resource(domain(DOMAINS, "{matchLabels: {probe: \"yes\"}}")).create();
    await("the bundle of one more namespace")
        .until(
            () -> {
              var bundle = admin.configMaps().inNamespace(name).withName(BUNDLE).get();
              return bundle != null
                  && bundle.getData().containsKey("domain." + of(DOMAINS) + ".pem");
            });
  }

  private static String domain(int number, String selector) {
    return """
        apiVersion: rootbridge.dev/v1alpha1
        kind: FederatedTrustDomain
        metadata: {name: remote-%1$d}
        spec:
          trustDomain: %2$s
          source: {configMap: {namespace: %3$s, name: remote-%1$d, key: %4$s}}
          namespaceSelector: %5$s
        """
        .formatted(number, of(number), SOURCES, KEY, selector);
  }

  private static String of(int domain) {
    return "cluster-%d.example".formatted(domain);
  }

  /** Gives one domain a root that nobody has seen. */
  void setRoot(int domain) {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(SOURCES)
                .withName("remote-" + domain)
                .endMetadata()
                .withData(Map.of(KEY, RootCa.mint(KeyKind.RSA_2048, "CN=" + of(domain)).pem()))
                .build())
        .serverSideApply();
  }

  /** Takes the domains and all bundles away. No program may run. */
  void clear() {
    admin.resources(FederatedTrustDomain.class).delete();
    deleteEach(BUNDLE);
  }

  /**
   * Applies the content of the bundles as fast as a client can that does nothing else.
   *
   * @return in how many seconds
   */
  double applyPlainly(int inFlight) {
    String name = "plain";
    Map<String, String> data =
        admin.configMaps().inNamespace(namespaces.get(0)).withName(BUNDLE).require().getData();
    double seconds =
        client.sendAll(
            namespaces.stream()
                .map(
                    namespace ->
                        client.apply(
                            path(namespace, name),
                            json(
                                new ConfigMapBuilder()
                                    .withNewMetadata()
                                    .withNamespace(namespace)
                                    .withName(name)
                                    .addToLabels("app.kubernetes.io/managed-by", "plain")
                                    .endMetadata()
                                    .withData(data)
                                    .build())))
                .toList(),
            inFlight);
    deleteEach(name);
    return seconds;
  }

  /** Creates an object in each namespace. */
  void inEach(Function<String, HttpRequest> request) {
    client.sendAll(namespaces.stream().map(request).toList(), IN_FLIGHT);
  }

  private void deleteEach(String configMap) {
    inEach(namespace -> client.delete(path(namespace, configMap)));
  }

  PlainClient client() {
    return client;
  }

  KubernetesClient admin() {
    return admin;
  }

  /** The version of everything that the program writes for the three domains, by what it is. */
  Map<String, String> versions() {
    Map<String, String> versions = new HashMap<>();
    admin
        .configMaps()
        .inAnyNamespace()
        .withField("metadata.name", BUNDLE)
        .list()
        .getItems()
        .forEach(
            bundle ->
                versions.put(
                    bundle.getMetadata().getNamespace(),
                    bundle.getMetadata().getResourceVersion()));
    admin
        .resources(FederatedTrustDomain.class)
        .list()
        .getItems()
        .forEach(
            domain ->
                versions.put(
                    "domain " + domain.getMetadata().getName(),
                    domain.getMetadata().getResourceVersion()));
    versions.put(
        "rootbridge-local",
        admin
            .configMaps()
            .inNamespace("rootbridge-system")
            .withName("rootbridge-local")
            .require()
            .getMetadata()
            .getResourceVersion());
    return versions;
  }

  private static String path(String namespace, String configMap) {
    return "/api/v1/namespaces/" + namespace + "/configmaps/" + configMap;
  }

  static byte[] json(Object object) {
    try {
      return JSON.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    istiod.close();
  }
}
