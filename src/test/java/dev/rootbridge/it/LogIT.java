package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the packaged program logs, as text and as JSON. */
@OnRealClusters
class LogIT {

  private static final String NAMESPACE = "log";
  private static final String DOMAIN = "cluster-l.example";
  private static final String NAME = "cluster-l";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final RootCa servingCa = RootCa.mint(KeyKind.EC_P256, "CN=log");

  private final RootCa first = RootCa.mint(KeyKind.EC_P256, "CN=first");

  /** Of a subject that would end a text of JSON that isn't escaped. */
  private final RootCa root = RootCa.mint(KeyKind.EC_P256, "CN=\\\"}\u2028{\\\"level\\\":\\\\");

  private final ApiServer cluster;

  LogIT(Clusters clusters) {
    this.cluster = clusters.b();
    IstioMesh.install(cluster, "cluster-b").publishRoots(RootCa.mint(KeyKind.EC_P256, "O=Local"));
    clusters.kubectl().apply(cluster, Installation.MANIFESTS);
  }

  @BeforeEach
  void federate() {
    cluster
        .admin()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .addToLabels("rootbridge.dev/injection", "enabled")
                .endMetadata()
                .build())
        .serverSideApply();
    cluster
        .admin()
        .resource(
            """
            apiVersion: rootbridge.dev/v1alpha1
            kind: FederatedTrustDomain
            metadata: {name: %s}
            spec:
              trustDomain: %s
              source: {inline: {pem: "%s"}}
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
            """
                .formatted(NAME, DOMAIN, first.pem().replace("\n", "\\n"), NAMESPACE))
        .create();
  }

  @AfterEach
  void part() {
    domain().delete();
    await().until(() -> domain().get() == null);
    // One that is deleted stays, and nothing can be made in it: the cluster has no controllers.
    cluster
        .admin()
        .namespaces()
        .withName(NAMESPACE)
        .edit(
            namespace -> {
              namespace.getMetadata().setLabels(Map.of());
              return namespace;
            });
    cluster.admin().configMaps().inNamespace(NAMESPACE).withName("rootbridge-trust").delete();
  }

  @Test
  void bySwitchEachLineIsAnObjectWithTheFieldsOfWhatItIsAbout() throws Exception {
    try (RootbridgeProcess process =
        start(
            Map.of(
                "rootbridge.log.json", "true",
                "quarkus.log.category.\"dev.rootbridge.webhook\".level", "DEBUG"))) {
      awaitBundle();
      rotate(process);
      post(process, review("pod\n\u001b[2J\"name"));
      await().until(() -> process.log().contains("pod log/"));
      domain().delete();
      await().until(() -> process.log().contains("the resource was deleted"));

      List<JsonNode> lines = objects(process.log());

      assertThat(lines)
          .allSatisfy(
              line -> {
                assertThat(OffsetDateTime.parse(line.at("/timestamp").asText())).isNotNull();
                assertThat(line.at("/level").asText()).isIn("DEBUG", "INFO", "WARN", "ERROR");
                assertThat(line.at("/logger").asText()).isNotEmpty();
                assertThat(line.at("/thread").asText()).isNotEmpty();
                assertThat(line.at("/message").asText()).isNotEmpty();
              });
      assertThat(lines)
          .as("the audit of an anchor")
          .anySatisfy(
              line ->
                  assertThat(about(line).toString())
                      .contains(DOMAIN, "Anchor sha256:" + root.fingerprint()));
      assertThat(lines)
          .as("a bundle that was written")
          .anySatisfy(
              line ->
                  assertThat(about(line))
                      .containsEntry("domain", "cluster-b.example," + DOMAIN)
                      .containsEntry("namespace", NAMESPACE)
                      .containsEntry("name", "rootbridge-trust")
                      .containsEntry("reason", "Missing"));
      assertThat(lines)
          .as("a condition that changed")
          .anySatisfy(
              line ->
                  assertThat(about(line))
                      .containsEntry("domain", DOMAIN)
                      .containsEntry("name", NAME)
                      .containsEntry("what", "Published")
                      .containsKeys("after", "reason"));
      assertThat(lines)
          .as("a decision about a pod")
          .anySatisfy(
              line ->
                  assertThat(about(line))
                      .containsEntry("domain", DOMAIN)
                      .containsEntry("namespace", NAMESPACE)
                      .containsEntry("name", "pod??[2J\"name")
                      .containsEntry("reason", "Injected"));
      assertThat(lines)
          .as("fields of the line before")
          .filteredOn(line -> line.at("/message").asText().contains("this replica writes"))
          .isNotEmpty()
          .noneMatch(line -> line.at("/about").has("domain") || line.at("/about").has("before"));
    }
  }

  @Test
  void withoutItTheLogIsText() {
    try (RootbridgeProcess process = start(Map.of())) {
      awaitBundle();
      rotate(process);

      assertThat(process.log().lines())
          .noneMatch(line -> line.startsWith("{"))
          .anyMatch(
              line ->
                  line.contains(" INFO ")
                      && line.contains("[dev.rootbridge.audit]")
                      && line.contains("trust changed: cluster-l.example: Anchor "));
    }
  }

  /** They come before there is a log. */
  @Test
  void mistakesInTheConfigurationStayText() {
    Command.Result ended =
        Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Drootbridge.log.json=true",
                "-Drootbridge.local.trust-domain=a.example",
                "-Drootbridge.serving.hosts=*",
                "-jar",
                System.getProperty("it.jar", "target/quarkus-app/quarkus-run.jar"))
            .run();

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.errors()).contains("rootbridge.serving.hosts: \"*\"");
    assertThat(objects(ended.output())).isEmpty();
  }

  /** Before the program begins, the JVM itself says which options it was given. */
  private static List<JsonNode> objects(String log) {
    return log.lines()
        .filter(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
        .map(LogIT::object)
        .toList();
  }

  private static JsonNode object(String line) {
    try {
      JsonNode object = JSON.readTree(line);
      assertThat(object.isObject()).as(line).isTrue();
      return object;
    } catch (JsonProcessingException e) {
      throw new AssertionError("this line is no JSON: " + line, e);
    }
  }

  private static Map<String, Object> about(JsonNode line) {
    return JSON.convertValue(
        line.path("about"),
        JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
  }

  private Resource<FederatedTrustDomain> domain() {
    return cluster.admin().resources(FederatedTrustDomain.class).withName(NAME);
  }

  private void awaitBundle() {
    await()
        .until(
            () ->
                cluster
                        .admin()
                        .configMaps()
                        .inNamespace(NAMESPACE)
                        .withName("rootbridge-trust")
                        .get()
                    != null);
  }

  /** What stood before a replica began to write is no change to it. */
  private void rotate(RootbridgeProcess process) {
    await()
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () ->
                domain()
                        .edit(
                            resource -> {
                              resource
                                  .getSpec()
                                  .getSource()
                                  .getInline()
                                  .setPem(first.pem() + root.pem());
                              return resource;
                            })
                    != null);
    await().until(() -> process.log().contains(root.fingerprint()));
  }

  private static String review(String podName) throws JsonProcessingException {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "u-1", "operation": "CREATE", "namespace": "%s",
      "kind": {"group": "", "version": "v1", "kind": "Pod"},
      "object": {"metadata": {"name": %s}, "spec": {
        "containers": [{"name": "istio-proxy", "volumeMounts": [
          {"name": "istiod-ca-cert", "mountPath": "/var/run/secrets/istio"}]}],
        "volumes": [{"name": "istiod-ca-cert", "configMap": {"name": "istio-ca-root-cert"}}]}}}}
    """
        .formatted(NAMESPACE, JSON.writeValueAsString(podName));
  }

  private void post(RootbridgeProcess process, String review)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(process.webhook())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(review))
            .build();
    assertThat(
            HttpClient.newBuilder()
                .sslContext(TrustIn.only(servingCa))
                .build()
                .send(request, BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
  }

  private RootbridgeProcess start(Map<String, String> settings) {
    Path folder = Scratch.emptyFolder("log");
    servingCa
        .issue(KeyKind.EC_P256, new GeneralName(GeneralName.iPAddress, "127.0.0.1"))
        .writeTo(folder);
    Map<String, String> all = new TreeMap<>(settings);
    all.put("rootbridge.instance", "log");
    all.put("rootbridge.local.verify-istiod", "false");
    return RootbridgeProcess.start(
        Installation.kubeconfig(cluster), folder, "cluster-b.example", all);
  }
}
