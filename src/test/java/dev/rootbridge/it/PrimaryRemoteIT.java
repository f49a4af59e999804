package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rootbridge beside an istiod that serves another cluster too, as the README's section on
 * primary-remote sets it up: its API server calls the primary's Rootbridge, and shows who it is.
 */
@OnRealClusters
class PrimaryRemoteIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TEAM = "primary-remote";
  private static final String AUDIENCE = "rootbridge.primary.example";
  private static final String CALLER = "api-server";
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "1", "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "operation": "CREATE", "namespace": "default",
        "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "plain"},
          "spec": {"containers": [{"name": "app", "image": "app"}]}}}}
      """;

  private static ApiServer primary;
  private static RemoteApiServer remote;
  private static RootCa localRoot;
  private static RootCa servingCa;
  private static RootCa callersCa;
  private static FaultProxy proxy;
  private static RootbridgeProcess rootbridge;

  @BeforeAll
  static void install(Clusters clusters, RemoteApiServer remoteServer) throws IOException {
    primary = clusters.b();
    remote = remoteServer;
    localRoot = RootCa.mint(KeyKind.EC_P256, "O=Primary");
    IstioMesh.install(primary, "cluster-b").publishRoots(localRoot);
    IstioMesh.install(remote.server(), "cluster-c").publishRoots(localRoot);
    clusters.kubectl().apply(primary, Installation.MANIFESTS);
    clusters.kubectl().apply(remote.server(), RemoteManifestsIT.MANIFESTS);
    clusters
        .kubectl()
        .on(
            remote.server(),
            "apply",
            "-f",
            RemoteManifestsIT.MANIFESTS.resolve("token-review.yaml").toString())
        .succeed();
    serviceAccount(CALLER);
    serviceAccount("somebody-else");
    remote.authenticateWith(token(CALLER, AUDIENCE));

    proxy = FaultProxy.before(remote.server());
    storeAccess(clusters.kubectl());
    federate();
    servingCa = RootCa.mint(KeyKind.EC_P256, "CN=rootbridge");
    callersCa = RootCa.mint(KeyKind.EC_P256, "CN=callers");
    rootbridge =
        RootbridgeProcess.start(
            Installation.kubeconfig(primary),
            Installation.servingCertificate(servingCa),
            "primary.example",
            settings());
    register();
  }

  /** Made by the commands in the README. */
  private static String kubeconfig(Kubectl kubectl) throws IOException {
    Path file = Scratch.emptyFolder("remote-access").resolve("west.kubeconfig");
    Path ca = Files.writeString(file.resolveSibling("west-ca.crt"), proxy.certificateAuthority());
    String token =
        kubectl
            .on(
                remote.server(),
                "create token rootbridge-remote -n istio-system --duration 720h".split(" "))
            .succeed()
            .strip();
    for (String arguments :
        List.of(
            "set-cluster west --embed-certs --certificate-authority "
                + ca
                + " --server "
                + proxy.url(),
            "set-credentials west --token " + token,
            "set-context west --cluster west --user west",
            "use-context west")) {
      kubectl
          .on(remote.server(), ("config --kubeconfig " + file + " " + arguments).split(" "))
          .succeed();
    }
    return Files.readString(file);
  }

  /** As the kubelet mounts a ConfigMap with them. */
  private static Map<String, String> settings() throws IOException {
    Path mounted = Scratch.emptyFolder("config");
    Path version = Files.createDirectory(mounted.resolve("..2026_11_25"));
    StringBuilder properties = new StringBuilder();
    properties().forEach((name, value) -> properties.append(name + "=" + value + "\n"));
    Files.writeString(version.resolve("application.properties"), properties);
    Files.createSymbolicLink(mounted.resolve("..data"), version.getFileName());
    Files.createSymbolicLink(
        mounted.resolve("application.properties"), Path.of("..data", "application.properties"));
    return Map.of(
        "rootbridge.instance",
        "primary",
        "rootbridge.local.verify-istiod",
        "false",
        "smallrye.config.locations",
        mounted.toString());
  }

  private static Map<String, String> properties() throws IOException {
    Path callers = Files.writeString(Scratch.file("callers.pem"), callersCa.pem());
    String west = "rootbridge.remote-clusters.west.";
    String north = "rootbridge.remote-clusters.north.";
    return Map.of(
        west + "secret.name",
        "rootbridge-remote-west",
        west + "caller-auth",
        "token-review",
        west + "audiences",
        AUDIENCE,
        west + "allowed-callers",
        "system:serviceaccount:istio-system:" + CALLER,
        north + "secret.name",
        "rootbridge-remote-north",
        north + "caller-auth",
        "mtls",
        north + "allowed-callers",
        "north-api-server",
        "quarkus.tls.webhook.trust-store.pem.certs",
        callers.toString());
  }

  private static void serviceAccount(String name) {
    remote
        .server()
        .admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(IstioMesh.NAMESPACE)
                .withName(name)
                .endMetadata()
                .build())
        .serverSideApply();
  }

  private static String token(String serviceAccount, String... audiences) {
    return remote.server().tokenOf(IstioMesh.NAMESPACE, serviceAccount, audiences);
  }

  /** The Secret with the kubeconfig, and the right to read it, by its name. */
  private static void storeAccess(Kubectl kubectl) throws IOException {
    KubernetesClient admin = primary.admin();
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(IstioMesh.NAMESPACE)
                .withName("rootbridge-remote-west")
                .endMetadata()
                .addToStringData("west", kubeconfig(kubectl))
                .build())
        .createOr(existing -> existing.update());
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(IstioMesh.NAMESPACE)
                .withName("primary-remote")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withResourceNames("rootbridge-remote-west", "rootbridge-remote-north")
                .withVerbs("get", "list", "watch")
                .endRule()
                .build())
        .serverSideApply();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(IstioMesh.NAMESPACE)
                .withName("primary-remote")
                .endMetadata()
                .withNewRoleRef()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("Role")
                .withName("primary-remote")
                .endRoleRef()
                .addNewSubject()
                .withKind("ServiceAccount")
                .withNamespace("rootbridge-system")
                .withName("rootbridge")
                .endSubject()
                .build())
        .serverSideApply();
  }

  private static void federate() {
    String pem = RootCa.mint(KeyKind.EC_P256, "O=Federated").pem().replace("\n", "\\n");
    primary
        .admin()
        .resource(
            """
            apiVersion: rootbridge.dev/v1alpha1
            kind: FederatedTrustDomain
            metadata: {name: primary-remote}
            spec:
              trustDomain: federated.example
              source: {inline: {pem: "%s"}}
              namespaceSelector: {matchLabels: {team: %s}}
            """
                .formatted(pem, TEAM))
        .serverSideApply();
  }

  private static void register() {
    remote
        .server()
        .admin()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("remote.rootbridge.dev")
        .edit(
            registration ->
                new MutatingWebhookConfigurationBuilder(registration)
                    .editFirstWebhook()
                    .withNewClientConfig()
                    .withUrl(pathOf("west").toString())
                    .withCaBundle(
                        Base64.getEncoder()
                            .encodeToString(servingCa.pem().getBytes(StandardCharsets.UTF_8)))
                    .endClientConfig()
                    .endWebhook()
                    .build());
  }

  private static URI pathOf(String cluster) {
    return URI.create(rootbridge.webhook() + "/cluster/" + cluster + "/net/network-1");
  }

  @AfterAll
  static void uninstall() {
    primary.admin().resources(FederatedTrustDomain.class).withName("primary-remote").delete();
    rootbridge.close();
    proxy.close();
  }

  @AfterEach
  void mendTheNetwork() {
    proxy.make(Fault.NONE);
  }

  @Test
  void aPodThatIsCreatedThereMountsTheBundleThatWasWrittenThere() {
    TenantNamespace namespace = TenantNamespace.create(remote.server(), TEAM);
    namespace.optIn();
    await(rootbridge.logTail())
        .untilAsserted(
            () -> assertThat(namespace.anchors()).hasSize(2).contains(localRoot.certificate()));

    await()
        .untilAsserted(
            () -> assertThat(namespace.preview(SidecarPod.CLASSIC.create()).volumes()).hasSize(1));
    InjectedPod pod = namespace.create(SidecarPod.NATIVE.create());

    assertThat(pod.status())
        .startsWith("{\"outcome\":\"Injected\"")
        .contains("\"scope\":[\"federated.example\"]");
    namespace.delete(pod);
    namespace.optOut();
    await().until(() -> namespace.configMap().get() == null);
  }

  @Test
  void aHeaderLongerThanAnyTokensIsNotEvenRead() throws Exception {
    assertThat(call("west", "Bearer " + "x".repeat(10_000)).statusCode()).isEqualTo(431);
  }

  @Test
  void theApiServersOwnTokenIsTaken() throws Exception {
    assertThat(call("west", "Bearer " + token(CALLER, AUDIENCE)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "the wrong audience, 401",
    "somebody else, 403",
    "expired, 401",
    "garbage, 401",
    "none, 401",
    "another scheme, 401"
  })
  void anyOtherCallerIsRefusedWithTheRemedy(String which, int status) throws Exception {
    String authorization =
        switch (which) {
          case "the wrong audience" -> "Bearer " + token(CALLER, "someone.example");
          case "somebody else" -> "Bearer " + token("somebody-else", AUDIENCE);
          case "expired" -> "Bearer " + remote.server().expired(token(CALLER, AUDIENCE));
          case "garbage" -> "Bearer garbage";
          case "another scheme" -> "Basic dXNlcjpwYXNz";
          default -> "";
        };

    HttpResponse<String> answer = call("west", authorization);

    assertRefused(answer, status);
    assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(status == 401);
    assertThat(answer.body()).contains("cluster west");
    if (authorization.length() > 20) {
      assertThat(answer.body()).doesNotContain(authorization.substring(7));
    }
  }

  @Test
  void whileTheTokenCanNotBeReviewedNobodyIsLetIn() throws Exception {
    proxy.make(Fault.DROP);

    HttpResponse<String> answer = call("west", "Bearer " + token(CALLER, AUDIENCE));

    assertRefused(answer, 503);
    assertThat(answer.body()).contains("can't be reviewed by cluster west");
  }

  @Test
  void theLocalPathAsksForNothing() throws Exception {
    assertThat(post(rootbridge.webhook(), "", TrustIn.only(servingCa)).statusCode()).isEqualTo(200);
  }

  @Test
  void noTokenIsLogged() throws Exception {
    String taken = token(CALLER, AUDIENCE);
    String refused = token("somebody-else", AUDIENCE);
    assertThat(call("west", "Bearer " + taken).statusCode()).isEqualTo(200);
    assertThat(call("west", "Bearer " + refused).statusCode()).isEqualTo(403);

    assertThat(rootbridge.log()).contains("west").doesNotContain(taken, refused);
  }

  @Test
  void aCallerWithTheRightClientCertificateIsTakenAndNoOther() throws Exception {
    URI north = pathOf("north");
    KeyedCertificate right = callersCa.issueClient("CN=north-api-server,O=mesh");
    KeyedCertificate other = callersCa.issueClient("CN=west-api-server");
    KeyedCertificate ambiguous = callersCa.issueClient("CN=north-api-server,CN=x");
    KeyedCertificate forged =
        RootCa.mint(KeyKind.EC_P256, "CN=callers").issueClient("CN=north-api-server");

    assertThat(post(north, "", TrustIn.only(servingCa, right)).statusCode()).isEqualTo(200);
    assertRefused(post(north, "", TrustIn.only(servingCa, other)), 403);
    assertRefused(post(north, "", TrustIn.only(servingCa, ambiguous)), 403);
    assertRefused(post(north, "", TrustIn.only(servingCa)), 403);
    assertThatThrownBy(() -> post(north, "", TrustIn.only(servingCa, forged)))
        .isInstanceOf(IOException.class);
  }

  private static HttpResponse<String> call(String cluster, String authorization) throws Exception {
    return post(pathOf(cluster), authorization, TrustIn.only(servingCa));
  }

  private static HttpResponse<String> post(URI target, String authorization, SSLContext tls)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(REVIEW));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return HttpClient.newBuilder()
        .sslContext(tls)
        .build()
        .send(request.build(), BodyHandlers.ofString());
  }

  private static void assertRefused(HttpResponse<String> answer, int code) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(code);
    JsonNode status = JSON.readTree(answer.body());
    assertThat(status.at("/kind").asText()).isEqualTo("Status");
    assertThat(status.at("/code").asInt()).isEqualTo(code);
    assertThat(status.at("/message").asText()).isNotEmpty().doesNotContain("\n");
  }
}
