package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.serving.CaBundle;
import dev.rootbridge.serving.Identity;
import dev.rootbridge.trust.Anchor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A serving certificate of our own on a real API server, which judges: with {@code failurePolicy:
 * Fail}, a pod is admitted only if it believes what it is shown. The rights are those of the
 * shipped manifests.
 */
@OnRealClusters
class ServingIT {

  private static final String REGISTRATION = "rootbridge.dev";
  private static final String OPTED_IN = "serving-it";

  private final Clusters clusters;
  private final KubernetesClient admin;
  private final KubernetesClient client;

  ServingIT(Clusters clusters) throws IOException {
    this.clusters = clusters;
    this.admin = clusters.b().admin();
    ensure("istio-system");
    ensure("rootbridge-system");
    for (String manifest : new String[] {"rbac", "webhook"}) {
      try (var file = Files.newInputStream(Path.of("webhook-config", manifest + ".yaml"))) {
        admin
            .load(file)
            .items()
            .forEach(item -> admin.resource(item).createOr(NonDeletingOperation::update));
      }
    }
    this.client =
        new KubernetesClientBuilder()
            .withConfig(
                Config.fromKubeconfig(
                    clusters.b().kubeconfigOf("rootbridge-system", "rootbridge", "b")))
            .build();
  }

  private void ensure(String namespace) {
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .createOr(NonDeletingOperation::update);
  }

  @BeforeEach
  void prepare() {
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(OPTED_IN)
                .addToLabels("rootbridge.dev/injection", "enabled")
                .endMetadata()
                .build())
        .createOr(NonDeletingOperation::update);
    secret().delete();
  }

  /** Other tests apply their own. */
  @AfterEach
  void leave() {
    registration().delete();
    secret().delete();
    client.close();
  }

  private Resource<Secret> secret() {
    return admin.secrets().inNamespace(ServingReplica.NAMESPACE).withName(ServingReplica.SECRET);
  }

  private Resource<MutatingWebhookConfiguration> registration() {
    return admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(REGISTRATION);
  }

  /** There is no network to a Service here. */
  private void sendTo(ServingReplica replica) {
    registration()
        .edit(
            present ->
                new MutatingWebhookConfigurationBuilder(present)
                    .editFirstWebhook()
                    .withFailurePolicy("Fail")
                    .editClientConfig()
                    .withService(null)
                    .withUrl(replica.url())
                    .endClientConfig()
                    .endWebhook()
                    .build());
  }

  private ServingReplica replica(boolean leads) {
    return new ServingReplica(client, leads, Clock.systemUTC());
  }

  private void createPod() {
    admin
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(OPTED_IN)
                .withGenerateName("pod-")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("app")
                .endContainer()
                .endSpec()
                .build())
        .dryRun()
        .create();
  }

  /** An API server hears of a changed caBundle a moment after it was stored. */
  private void awaitCalled(ServingReplica replica) {
    int before = replica.answered();
    await()
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .untilAsserted(
            () -> {
              createPod();
              assertThat(replica.answered()).isGreaterThan(before);
            });
  }

  private CaBundle bundle() {
    String encoded = registration().require().getWebhooks().get(0).getClientConfig().getCaBundle();
    return encoded == null ? CaBundle.NONE : CaBundle.parse(decoded(encoded));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static Identity shown(ServingReplica replica) {
    return await().until(() -> replica.served().identity(), Optional::isPresent).orElseThrow();
  }

  private Anchor currentCa() throws CertificateEncodingException {
    return CaBundle.parse(decoded(secret().require().getData().get("ca.crt")))
        .anchors()
        .iterator()
        .next();
  }

  @Test
  void theLeaderIssuesAndEveryReplicaIsBelieved() {
    try (ServingReplica leader = replica(true);
        ServingReplica other = replica(false)) {
      assertThat(other.served().whyNotReady())
          .hasValueSatisfying(why -> assertThat(why).contains("no serving certificate"));
      Identity first = shown(leader);

      assertThat(shown(other).certificate()).isEqualTo(first.certificate());
      assertThat(other.served().whyNotReady()).isEmpty();
      for (ServingReplica replica : new ServingReplica[] {leader, other}) {
        sendTo(replica);
        awaitCalled(replica);
      }
      assertThat(secret().require().getData().keySet())
          .containsExactlyInAnyOrder("ca.crt", "ca.key", "tls.crt", "tls.key");
      String version = secret().require().getMetadata().getResourceVersion();
      leader.lead(2);
      await().until(() -> leader.steps("SwitchCa") == 1);
      awaitCalled(other);
      assertThat(secret().require().getMetadata().getResourceVersion()).isEqualTo(version);
    }
  }

  @Test
  void theDoctorHoldsTheSecretsCertificateAgainstTheCaBundle() {
    giveTheMeshARoot();
    try (ServingReplica leader = replica(true)) {
      Identity issued = shown(leader);
      await().until(() -> !bundle().anchors().isEmpty());
      leader.loseTheLease();
      assertThat(doctor().out())
          .contains(
              "ok       webhook caBundle: it holds ",
              "; the certificate ends at " + issued.notAfter() + "\n");

      put("tls.crt", ServingFixture.newCa().get("crt"));
      assertThat(doctor().out())
          .contains("FAILED   webhook caBundle: no CA in it issued the certificate in Secret ");
      put("tls.crt", "junk");
      assertThat(doctor().out())
          .contains(
              "FAILED   webhook caBundle: Secret rootbridge-system/rootbridge-serving holds no"
                  + " certificate in tls.crt\n");
      secret().delete();
      assertThat(doctor().out())
          .contains("unknown  webhook caBundle: whether it is the CA of its certificate: there is");
    }
  }

  @Test
  void theDoctorLooksAtTheCertificateOfTheModeThatIsSet() {
    giveTheMeshARoot();
    Map<String, String> mine = ServingFixture.newCa();
    trust(mine.get("crt"));
    // Left behind by the mode before.
    admin
        .resource(secretOf("Opaque", Map.of("tls.crt", encoded(ServingFixture.newCa().get("crt")))))
        .create();
    Resource<Secret> byOthers =
        admin.secrets().inNamespace(ServingReplica.NAMESPACE).withName("rootbridge-serving-cert");
    Resource<ConfigMap> settings =
        admin.configMaps().inNamespace(ServingReplica.NAMESPACE).withName("rootbridge");
    // Other tests leave one.
    byOthers.delete();
    try {
      tellMode("cert-manager");
      assertThat(doctor().out())
          .contains("unknown  webhook caBundle: whether it is the CA of its certificate: there is");
      admin
          .resource(
              new SecretBuilder(secretOf("kubernetes.io/tls", mine))
                  .editMetadata()
                  .withName("rootbridge-serving-cert")
                  .endMetadata()
                  .withData(
                      Map.of(
                          "tls.crt", encoded(mine.get("crt")), "tls.key", encoded(mine.get("key"))))
                  .build())
          .create();
      for (String mode : new String[] {"cert-manager", "files"}) {
        tellMode(mode);
        assertThat(doctor().out()).contains("ok       webhook caBundle: it holds ");
      }
      tellMode("self-managed");
      assertThat(doctor().out())
          .contains(
              "FAILED   webhook caBundle: no CA in it issued the certificate in Secret"
                  + " rootbridge-system/rootbridge-serving, ");
    } finally {
      byOthers.delete();
      settings.delete();
    }
  }

  /** Without one, and without the CRD, there is nothing to examine. */
  private void giveTheMeshARoot() {
    LiveLoop.prepare(admin);
    LiveLoop.cleanUp(admin);
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("istio-system")
                .withName("istio-ca-root-cert")
                .endMetadata()
                .addToData("root-cert.pem", LiveLoop.LOCAL.pem())
                .build())
        .createOr(NonDeletingOperation::update);
  }

  private void trust(String ca) {
    registration()
        .edit(
            present ->
                new MutatingWebhookConfigurationBuilder(present)
                    .editFirstWebhook()
                    .editClientConfig()
                    .withCaBundle(encoded(ca))
                    .endClientConfig()
                    .endWebhook()
                    .build());
  }

  private void tellMode(String mode) {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(ServingReplica.NAMESPACE)
                .withName("rootbridge")
                .endMetadata()
                .addToData("application.properties", "rootbridge.serving.mode=" + mode + "\n")
                .build())
        .createOr(NonDeletingOperation::update);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private LiveCommand doctor() {
    return LiveCommand.run(clusters.b().adminKubeconfig(), "doctor");
  }

  @Test
  void aDeletedSecretIsMadeAnewAndWhatIsShownMeanwhileIsBelieved() {
    try (ServingReplica leader = replica(true);
        ServingReplica behind = replica(false)) {
      Identity first = shown(behind);
      sendTo(behind);
      awaitCalled(behind);

      secret().delete();

      await()
          .until(
              () -> {
                createPod();
                return !shown(leader).equals(first);
              });
      assertThat(bundle().anchors()).hasSize(2);
      await().until(() -> !shown(behind).equals(first));
      createPod();
      assertThat(secret().require().getData().keySet())
          .anyMatch(key -> key.startsWith("retiring-"));
    }
  }

  @Test
  void aCorruptPartIsMadeAnewAndWhatWasShownStays() throws Exception {
    try (ServingReplica leader = replica(true)) {
      Identity first = shown(leader);
      sendTo(leader);
      awaitCalled(leader);
      Anchor ca = currentCa();
      leader.loseTheLease();

      put("tls.key", "junk");

      await().until(() -> leader.served().problem().isPresent());
      assertThat(leader.served().whyNotReady()).isEmpty();
      assertThat(shown(leader)).isEqualTo(first);
      createPod();
      leader.lead(2);
      await().until(() -> !shown(leader).equals(first));
      assertThat(currentCa()).isEqualTo(ca);
      createPod();

      Identity second = shown(leader);
      put("ca.key", "junk");

      await()
          .until(
              () -> {
                createPod();
                return !shown(leader).equals(second);
              });
      assertThat(currentCa()).isNotEqualTo(ca);
      assertThat(bundle().anchors()).contains(ca, currentCa());
    }
  }

  private void put(String key, String text) {
    secret()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"data\":{\"%s\":\"%s\"}}".formatted(key, encoded(text)));
  }

  @Test
  void aLeaderWhoseClockIsAheadIssuesWhatIsValidNow() {
    try (ServingReplica leader =
        new ServingReplica(client, true, Clock.offset(Clock.systemUTC(), Duration.ofDays(3650)))) {
      Identity issued = shown(leader);

      assertThat(issued.notBefore()).isBefore(Instant.now());
      assertThat(issued.notAfter()).isAfter(Instant.now()).isBefore(daysFromNow(91));
      assertThat(leader.served().whyNotReady()).isEmpty();
      sendTo(leader);
      awaitCalled(leader);
    }
  }

  private static Instant daysFromNow(int days) {
    return Instant.now().plus(Duration.ofDays(days));
  }

  @Test
  void aRotationThatALeaderLeftHalfDoneIsEndedByTheNext() throws Exception {
    Map<String, String> before;
    try (ServingReplica first = replica(true)) {
      shown(first);
      before = secret().require().getData();
      Anchor ca = currentCa();
      sendTo(first);
      awaitCalled(first);
      first.loseTheLease();
      // As a leader leaves it that had just made the next CA: nobody knows that yet.
      try (ServingReplica elsewhere = replica(false)) {
        shown(elsewhere);
        putNextCa();
        elsewhere.lead(2);
        await()
            .until(
                () -> {
                  createPod();
                  return !currentCa().equals(ca);
                });
        assertThat(bundle().anchors()).contains(ca, currentCa()).hasSize(2);
        await().until(() -> shown(first).equals(shown(elsewhere)));
        createPod();
        assertThat(secret().require().getData()).doesNotContainKey("next-ca.crt");
        assertThat(secret().require().getData().get("ca.crt")).isNotEqualTo(before.get("ca.crt"));
      }
    }
  }

  /** Signs nothing yet. */
  private void putNextCa() {
    Map<String, String> made = ServingFixture.newCa();
    put("next-ca.crt", made.get("crt"));
    put("next-ca.key", made.get("key"));
  }

  @Test
  void aBundleThatSomebodyElseKeepsIsLeftAlone() {
    registration()
        .edit(
            present ->
                new MutatingWebhookConfigurationBuilder(present)
                    .editFirstWebhook()
                    .editClientConfig()
                    .withCaBundle("Cg==")
                    .endClientConfig()
                    .endWebhook()
                    .build());
    try (ServingReplica leader = replica(true)) {
      await().until(() -> leader.gauge("rootbridge.serving.ca.bundle.foreign") == 1);

      assertThat(leader.served().whyNotReady())
          .hasValueSatisfying(
              why ->
                  assertThat(why)
                      .contains(
                          "the caBundle is kept by field manager", "rootbridge.serving.mode"));
      assertThat(registration().require().getWebhooks().get(0).getClientConfig().getCaBundle())
          .isEqualTo("Cg==");

      registration()
          .edit(
              present ->
                  new MutatingWebhookConfigurationBuilder(present)
                      .editFirstWebhook()
                      .editClientConfig()
                      .withCaBundle(null)
                      .endClientConfig()
                      .endWebhook()
                      .build());
      shown(leader);
      assertThat(leader.gauge("rootbridge.serving.ca.bundle.foreign")).isZero();
      sendTo(leader);
      awaitCalled(leader);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes.io/tls", "Opaque"})
  void aSecretThatSomebodyElseMadeIsLeftAloneAndTold(String type) {
    Map<String, String> theirs = Map.of("tls.crt", "Cg==", "tls.key", "Cg==");
    admin.resource(secretOf(type, theirs)).create();
    try (ServingReplica leader = replica(true)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(leader.served().whyNotReady())
                      .hasValueSatisfying(
                          why ->
                              assertThat(why)
                                  .contains(
                                      "of type " + type, "is not Rootbridge's: rename or delete")));
      assertThat(secret().require().getData()).isEqualTo(theirs);
      assertThat(bundle()).isEqualTo(CaBundle.NONE);

      secret().delete();
      shown(leader);
    }
  }

  @Test
  void aSecretThatIsEmptyOrWasMadeImmutableIsNoTrapEither() {
    admin.resource(secretOf("Opaque", Map.of())).create();
    try (ServingReplica leader = replica(true)) {
      Identity first = shown(leader);
      secret().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"immutable\":true}");
      await()
          .until(
              () ->
                  leader
                      .served()
                      .problem()
                      .filter(why -> why.contains("is immutable: delete it"))
                      .isPresent());
      assertThat(shown(leader)).isEqualTo(first);
      secret().delete();
      await().until(() -> !shown(leader).equals(first));
    }
  }

  private static Secret secretOf(String type, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(ServingReplica.NAMESPACE)
        .withName(ServingReplica.SECRET)
        .endMetadata()
        .withType(type)
        .withData(data)
        .build();
  }

  @Test
  void aBundleThatCertManagerInjectsIsLeftAlone() {
    registration()
        .edit(
            present ->
                new MutatingWebhookConfigurationBuilder(present)
                    .editMetadata()
                    .addToAnnotations("cert-manager.io/inject-ca-from", "rootbridge-system/webhook")
                    .endMetadata()
                    .build());
    try (ServingReplica leader = replica(true)) {
      await().until(() -> leader.gauge("rootbridge.serving.ca.bundle.foreign") == 1);
      assertThat(leader.served().whyNotReady())
          .hasValueSatisfying(why -> assertThat(why).contains("cert-manager"));
      assertThat(bundle()).isEqualTo(CaBundle.NONE);

      leader.loseTheLease();
      await().until(() -> leader.gauge("rootbridge.serving.ca.bundle.foreign") == 0);
    }
  }

  @Test
  void withoutACertificateAHandshakeFailsAndThePortIsOpen() {
    registration().delete();
    try (ServingReplica leader = replica(true)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(leader.served().whyNotReady())
                      .hasValueSatisfying(
                          why -> assertThat(why).contains("registration doesn't exist")));
      assertThatThrownBy(() -> ServingFixture.handshake(leader.url()))
          .isInstanceOf(SSLException.class);
    }
  }
}
