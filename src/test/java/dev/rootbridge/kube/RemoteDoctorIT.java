package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.Fault;
import dev.rootbridge.it.FaultProxy;
import dev.rootbridge.it.Kubeconfig;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.it.RemoteApiServer;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.trust.TestCertificate;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code rootbridge doctor} on its way to another real API server: as a source, by a right on one
 * ConfigMap, and as a cluster that is served, by exactly the rights of {@code
 * webhook-config/remote/}.
 */
@OnRealClusters
class RemoteDoctorIT {

  private static final String THERE = "remote-doctor";
  private static final TestCertificate OWN = TestCertificate.root("O=Doctored");
  private static final Path MANIFESTS = Path.of("webhook-config", "remote");
  private static final String ACCOUNTS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: remote-doctor}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: istio-system}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: reader, namespace: remote-doctor}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: without-review, namespace: remote-doctor}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reader, namespace: remote-doctor}
      rules:
        - {apiGroups: [""], resources: [configmaps], resourceNames: [own], verbs: [get, list, watch]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: reader, namespace: remote-doctor}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects: [{kind: ServiceAccount, name: reader, namespace: remote-doctor}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: without-review}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: rootbridge-remote}
      subjects: [{kind: ServiceAccount, name: without-review, namespace: remote-doctor}]
      """;
  private static final String ONLOOKER =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: onlooker, namespace: live-loop}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: onlooker}
      rules:
        - {apiGroups: [""], resources: [namespaces, configmaps], verbs: [get, list]}
        - {apiGroups: [rootbridge.dev], resources: [federatedtrustdomains], verbs: [get, list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: onlooker}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: onlooker}
      subjects: [{kind: ServiceAccount, name: onlooker, namespace: live-loop}]
      """;
  private static final String SETTINGS =
      """
      rootbridge.sources.allowed-addresses=127.0.0.0/8
      rootbridge.remote-clusters.west.secret.namespace=live-loop
      rootbridge.remote-clusters.west.secret.name=doctor-west
      rootbridge.remote-clusters.west.root.namespace=remote-doctor
      rootbridge.remote-clusters.west.root.name=shared
      rootbridge.remote-clusters.west.caller-auth=token-review
      rootbridge.remote-clusters.west.audiences=rootbridge.primary.example
      rootbridge.remote-clusters.west.allowed-callers=system:serviceaccount:istio-system:api-server
      """;

  @TempDir private static Path folder;

  private static ApiServer home;
  private static ApiServer remote;
  private static KubernetesClient admin;

  private FaultProxy proxy;

  @BeforeAll
  static void install(Clusters clusters, RemoteApiServer remoteServer) throws IOException {
    home = clusters.b();
    admin = home.admin();
    remote = remoteServer.server();
    LiveLoop.prepare(admin);
    LiveLoop.cleanUp(admin);
    LiveLoop.tellSettings(admin, SETTINGS);
    admin.load(stream(ONLOOKER)).serverSideApply();
    remote.admin().load(stream(ACCOUNTS)).serverSideApply();
    for (String file : List.of("rbac.yaml", "token-review.yaml")) {
      try (InputStream manifest = Files.newInputStream(MANIFESTS.resolve(file))) {
        remote.admin().load(manifest).serverSideApply();
      }
    }
    publish("own", OWN);
    publish("shared", LiveLoop.LOCAL);
    admin
        .resource(
            """
            apiVersion: rootbridge.dev/v1alpha1
            kind: FederatedTrustDomain
            metadata: {name: doctored}
            spec:
              trustDomain: doctored.example
              source:
                remoteCluster:
                  secret: {namespace: live-loop, name: doctor-source}
                  root: {namespace: remote-doctor, name: own, key: root-cert.pem}
              namespaceSelector: {matchLabels: {nobody: has-this}}
            """)
        .serverSideApply();
  }

  @AfterAll
  static void uninstall() {
    admin.resources(FederatedTrustDomain.class).withName("doctored").delete();
    admin.secrets().inNamespace("live-loop").withName("doctor-source").delete();
    admin.secrets().inNamespace("live-loop").withName("doctor-west").delete();
    LiveLoop.tellSettings(admin, "");
  }

  @BeforeEach
  void mend() {
    proxy = FaultProxy.before(remote);
    store("doctor-source", proxy.kubeconfigOf(THERE, "reader", "far"));
    store("doctor-west", proxy.kubeconfigOf("istio-system", "rootbridge-remote", "west"));
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void theWayToASourceIsWalkedStepByStep() {
    assertThat(run("--cluster=doctored").out())
        .containsSubsequence(
            "\ncluster doctored, where the roots of doctored.example are read:\n",
            "1. ok       Secret: Secret live-loop/doctor-source is a kubeconfig for "
                + proxy.url()
                + "/\n",
            "2. ok       API server: " + proxy.url() + "/ answers\n",
            "3. warning  token: it is that of system:serviceaccount:remote-doctor:reader, and ends",
            "4. ok       rights: it may read and follow ConfigMap remote-doctor/own",
            "5. ok       root: ConfigMap remote-doctor/own, key root-cert.pem there has a root of"
                + " its own, O=Doctored")
        .doesNotContain("cluster west");
  }

  @Test
  void primaryRemoteIsExplainedStepByStep() {
    assertThat(run("--cluster=west").out())
        .containsSubsequence(
            "\ncluster west, which this one's istiod serves too:\n",
            "1. ok       Secret: Secret live-loop/doctor-west is",
            "2. ok       API server: ",
            "3. warning  token: it is that of system:serviceaccount:istio-system:rootbridge-remote",
            "4. ok       rights: it may follow namespaces and pods there, and write bundles\n",
            "5. ok       caller: its API server calls Rootbridge here at"
                + " /inject/cluster/west/net/NETWORK, and shows a token of"
                + " system:serviceaccount:istio-system:api-server for audience"
                + " rootbridge.primary.example",
            "6. ok       reviewer: the token is reviewed by the API server of west itself",
            "7. ok       root: ConfigMap remote-doctor/shared, key root-cert.pem there has this"
                + " mesh's root, O=Local");
    assertThat(proxy.writes())
        .isNotEmpty()
        .allMatch(
            write -> write.contains("selfsubjectaccessreviews") || write.contains("tokenreviews"));
  }

  @Test
  void programsReadTheSteps() {
    LiveCommand run = run("-o", "json");
    assertThat(ofCluster(run, "west").map(step -> step.path("step").asInt()))
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(ofCluster(run, "west").map(step -> step.path("about").asText()))
        .containsExactly("Secret", "API server", "token", "rights", "caller", "reviewer", "root");
    assertThat(ofCluster(run, "doctored")).hasSize(5);
    assertThat(run("-o", "yaml", "--cluster=west").out())
        .contains("cluster: west\n", "step: 7\n")
        .doesNotContain("cluster: doctored\n");
  }

  @Test
  void whatTheAccessMayNotIsNamed() {
    store("doctor-west", proxy.kubeconfigOf(THERE, "without-review", "west"));
    assertThat(run("--cluster=west").out())
        .contains(
            "6. FAILED   reviewer: the token is reviewed by the API server of west itself, which"
                + " can't be asked: the API server answered 403 Forbidden\n",
            "to mend it: kubectl --context west apply -f webhook-config/remote/token-review.yaml\n");
    store("doctor-west", proxy.kubeconfigOf(THERE, "reader", "west"));
    LiveCommand poor = run("--cluster=west");
    assertThat(poor.exitCode()).isEqualTo(1);
    assertThat(poor.out())
        .contains(
            "4. FAILED   rights: it may not list configmaps, watch configmaps, create configmaps,",
            "7. FAILED   root: ConfigMap remote-doctor/shared, key root-cert.pem there may not be"
                + " read\n");
  }

  @Test
  void aTokenThatEndedOrIsAnotherClustersIsToldAsSuch() {
    store("doctor-source", withToken(remote.expired(remote.tokenOf(THERE, "reader"))));
    assertThat(run("--cluster=doctored").out()).contains("3. FAILED   token: it ended at ");
    store("doctor-source", withToken(home.tokenOf("live-loop", "onlooker")));
    assertThat(run("--cluster=doctored").out())
        .contains("3. FAILED   token: " + proxy.url() + "/ doesn't take it\n");
  }

  @Test
  void whatCanNotBeReachedFromHereIsTold() {
    proxy.make(Fault.DROP);
    assertThat(run().out())
        .contains(
            "2. FAILED   API server: " + proxy.url() + "/ can't be reached from here: ",
            "2. unknown  API server: " + proxy.url() + "/ can't be reached from here: ",
            "5. unknown  reviewer: ",
            "6. unknown  root: ");
  }

  @Test
  void aSecretThatRootbridgeWouldNotUseIsNotUsedHereEither() {
    store(
        "doctor-source", withToken("t").replace("    token: t", "    exec: {command: /bin/true}"));
    LiveCommand run = run("--cluster=doctored.example");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "1. FAILED   Secret: Secret live-loop/doctor-source is not used: the kubeconfig's user"
                + " sets \"exec\"")
        .doesNotContain("2. ");
    store(
        "doctor-source",
        Kubeconfig.withToken("x", "https://169.254.169.254", proxy.certificateAuthority(), "t"));
    assertThat(run("--cluster=doctored").out()).contains("is a metadata service's address");
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void whoeverMayNotSeeTheSecretIsToldWhatIsSet() throws IOException {
    Path onlooker =
        Files.writeString(
            folder.resolve("onlooker"), home.kubeconfigOf("live-loop", "onlooker", "home"));
    assertThat(LiveCommand.run(onlooker, "doctor", "--rootbridge-namespace=live-loop").out())
        .contains(
            "1. unknown  Secret: Secret live-loop/doctor-source can't be seen: ",
            "1. unknown  Secret: Secret live-loop/doctor-west can't be seen: ",
            "2. ok       caller: its API server calls Rootbridge here at");
  }

  @Test
  void aClusterThatIsNotThereIsAnError() {
    LiveCommand run = run("--cluster=west", "--cluster=nowhere");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "error: no cluster is reached from here by the name nowhere; there is doctored, west\n");
    assertThat(run.out()).contains("cluster west");
  }

  private static Stream<JsonNode> ofCluster(LiveCommand run, String cluster) {
    return StreamSupport.stream(run.json().spliterator(), false)
        .filter(step -> step.path("cluster").asText().equals(cluster));
  }

  private static LiveCommand run(String... words) {
    return LiveCommand.run(
        home.adminKubeconfig(),
        Stream.concat(Stream.of("doctor", "--rootbridge-namespace=live-loop"), Stream.of(words))
            .toArray(String[]::new));
  }

  private String withToken(String token) {
    return Kubeconfig.withToken("far", proxy.url(), proxy.certificateAuthority(), token);
  }

  private static void store(String name, String kubeconfig) {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("live-loop")
                .withName(name)
                .endMetadata()
                .addToStringData("kubeconfig", kubeconfig)
                .build())
        .createOr(existing -> existing.update());
  }

  private static void publish(String name, TestCertificate root) {
    remote
        .admin()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(THERE)
                .withName(name)
                .endMetadata()
                .addToData("root-cert.pem", root.pem())
                .build())
        .serverSideApply();
  }

  private static InputStream stream(String manifests) {
    return new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8));
  }
}
