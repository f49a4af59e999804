package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two replicas that issue their serving certificate themselves are replaced by two others, as a
 * Deployment does it, while pods are created. With {@code failurePolicy: Fail}, each admission that
 * is not answered is a pod that is not created.
 */
@OnRealClusters
class RollingRestartIT {

  private static final String NAMESPACE = "rolling-restart";
  private static final int CREATORS = 4;

  private final ApiServer cluster;
  private final Kubectl kubectl;
  private final AtomicBoolean creating = new AtomicBoolean(true);
  private final AtomicInteger created = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  RollingRestartIT(Clusters clusters) {
    this.cluster = clusters.b();
    this.kubectl = clusters.kubectl();
  }

  @BeforeEach
  void install() {
    IstioMesh.install(cluster, "cluster-b").publishRoots(RootCa.mint(KeyKind.EC_P256, "O=Local"));
    registration().delete();
    kubectl.apply(cluster, Installation.MANIFESTS);
    cluster
        .admin()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .addToLabels("rootbridge.dev/injection", "enabled")
                .endMetadata()
                .build())
        .createOr(NonDeletingOperation::update);
  }

  /** The registration that is left would send the pods of other tests to nobody. */
  @AfterEach
  void leave() {
    registration().delete();
    cluster
        .admin()
        .secrets()
        .inNamespace("rootbridge-system")
        .withName("rootbridge-serving")
        .delete();
  }

  private Resource<MutatingWebhookConfiguration> registration() {
    return cluster
        .admin()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("rootbridge.dev");
  }

  @Test
  void noAdmissionFailsWhileReplicasAreReplacedOneByOne() throws InterruptedException {
    try (ReadyReplicas service = new ReadyReplicas();
        RootbridgeProcess first = start("first");
        RootbridgeProcess second = start("second")) {
      service.add(first);
      service.add(second);
      await().until(() -> service.ready().size() == 2);
      sendTo(service);
      await()
          .ignoreExceptionsInstanceOf(KubernetesClientException.class)
          .until(() -> create() != null);

      ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
      for (int i = 0; i < CREATORS; i++) {
        creators.execute(this::createOn);
      }
      UnforgivingCallers callers =
          new UnforgivingCallers(URI.create(service.url()), TrustIn.only(caBundle()));
      try (RootbridgeProcess third = replace(service, first, "third");
          RootbridgeProcess fourth = replace(service, second, "fourth")) {
        int before = created.get();
        await().until(() -> created.get() > before + 50);
        assertThat(service.ready()).containsExactlyInAnyOrder(third, fourth);
        callers.close();
        creating.set(false);
        creators.shutdown();
        assertThat(creators.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        callers.close();
        creating.set(false);
        creators.shutdown();
      }
      assertThat(callers.failures()).isEmpty();
      assertThat(callers.answered()).isGreaterThan(200);
    }
    assertThat(failures).isEmpty();
    assertThat(created.get()).isGreaterThan(200);
  }

  /**
   * As a Deployment with {@code maxUnavailable: 0}: the new one is ready before the old one ends.
   */
  private RootbridgeProcess replace(ReadyReplicas service, RootbridgeProcess old, String instance) {
    RootbridgeProcess next = start(instance);
    service.add(next);
    await().until(() -> service.ready().contains(next));
    int before = created.get();
    old.terminate();
    assertThat(created.get()).as("pods that were created while it ended").isGreaterThan(before);
    service.remove(old);
    return next;
  }

  private String caBundle() {
    return new String(
        Base64.getDecoder()
            .decode(registration().require().getWebhooks().get(0).getClientConfig().getCaBundle()),
        StandardCharsets.UTF_8);
  }

  private void createOn() {
    while (creating.get()) {
      try {
        create();
        created.incrementAndGet();
      } catch (KubernetesClientException e) {
        failures.add(Instant.now() + " " + e.getMessage());
      }
    }
  }

  private Pod create() {
    return cluster
        .admin()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
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

  private void sendTo(ReadyReplicas service) {
    registration()
        .edit(
            present ->
                new MutatingWebhookConfigurationBuilder(present)
                    .editFirstWebhook()
                    .withFailurePolicy("Fail")
                    .editClientConfig()
                    .withService(null)
                    .withUrl(service.url())
                    .endClientConfig()
                    .endWebhook()
                    .build());
  }

  private RootbridgeProcess start(String instance) {
    Path folder = Scratch.emptyFolder("bundle-endpoint-of-" + instance);
    RootCa.mint(KeyKind.EC_P256, "CN=bundle endpoint")
        .issue(KeyKind.EC_P256, new GeneralName(GeneralName.iPAddress, "127.0.0.1"))
        .writeTo(folder);
    return RootbridgeProcess.start(
        Installation.kubeconfig(cluster),
        folder,
        "cluster-b.example",
        Map.of(
            "rootbridge.instance", instance,
            "rootbridge.serving.mode", "self-managed",
            "rootbridge.serving.hosts", "127.0.0.1",
            "rootbridge.local.verify-istiod", "false",
            "quarkus.shutdown.delay", "3s",
            "rootbridge.lease.duration", "3s",
            "rootbridge.lease.renew-deadline", "2s",
            "rootbridge.lease.retry-period", "500ms"));
  }
}
