package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code webhook-config/} does what the README says of it, on a real API server. */
@OnRealClusters
class ManifestsIT {

  private static final String OURS = "system:serviceaccount:rootbridge-system:rootbridge";

  private static ApiServer cluster;
  private static Kubectl kubectl;

  @BeforeAll
  static void apply(Clusters clusters) {
    cluster = clusters.b();
    kubectl = clusters.kubectl();
    IstioMesh.install(cluster, "cluster-b");
    kubectl.apply(cluster, Installation.MANIFESTS);
  }

  @Test
  void appliedAgainTheyChangeNothing() {
    String said = kubectl.apply(cluster, Installation.MANIFESTS);
    assertThat(said.lines()).isNotEmpty().allMatch(line -> line.endsWith(" unchanged"), said);
    assertThat(kubectl.on(cluster, "diff", "-k", Installation.MANIFESTS.toString()).succeed())
        .isEmpty();
  }

  @Test
  void serverSideApplyTakesThemToo() {
    kubectl
        .on(
            cluster,
            "apply",
            "--server-side",
            "--dry-run=server",
            "-k",
            Installation.MANIFESTS.toString())
        .succeed();
  }

  @Test
  void applyingThemLeavesTheCaBundleThatTheScriptSet() {
    var registrations =
        cluster.admin().admissionRegistration().v1().mutatingWebhookConfigurations();
    registrations
        .withName("rootbridge.dev")
        .edit(
            registration -> {
              registration.getWebhooks().get(0).getClientConfig().setCaBundle("Cg==");
              return registration;
            });
    kubectl.apply(cluster, Installation.MANIFESTS);
    assertThat(registrations.withName("rootbridge.dev").get().getWebhooks())
        .singleElement()
        .satisfies(
            webhook -> assertThat(webhook.getClientConfig().getCaBundle()).isEqualTo("Cg=="));
  }

  @Test
  void thePodIsAllowedInItsRestrictedNamespace() {
    KubernetesClient admin = cluster.admin();
    PodTemplateSpec template =
        admin
            .apps()
            .deployments()
            .inNamespace("rootbridge-system")
            .withName("rootbridge")
            .require()
            .getSpec()
            .getTemplate();
    Pod pod =
        new PodBuilder()
            .withMetadata(template.getMetadata())
            .editMetadata()
            .withNamespace("rootbridge-system")
            .withName("as-the-replica-set-would")
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    assertThat(admin.resource(pod).dryRun().create().getSpec().getContainers()).hasSize(1);
  }

  @Test
  void itIsCalledAfterIstiosInjectors() {
    List<MutatingWebhookConfiguration> registrations =
        cluster
            .admin()
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .list()
            .getItems();
    assertThat(registrations)
        .singleElement()
        .extracting(registration -> registration.getMetadata().getName(), STRING)
        .isGreaterThan("istio-sidecar-injector")
        .isGreaterThan("istio-sidecar-injector-stable-istio-system")
        .isGreaterThan("istio-revision-tag-default");
  }

  @ParameterizedTest(name = "{0}: {1} {2} in {3}")
  @CsvSource({
    "yes, list, namespaces, payments",
    "yes, watch, federatedtrustdomains.rootbridge.dev, payments",
    "yes, patch, federatedtrustdomains.rootbridge.dev/cluster-b --subresource=status, payments",
    "no, patch, federatedtrustdomains.rootbridge.dev/cluster-b, payments",
    "yes, watch, configmaps/rootbridge-trust, payments",
    "yes, create, configmaps/rootbridge-trust, payments",
    "yes, patch, configmaps/rootbridge-trust, payments",
    "yes, delete, configmaps/rootbridge-trust, payments",
    "yes, create, configmaps/rootbridge-trust-0123456789abcdef, payments",
    "no, update, configmaps/rootbridge-trust, payments",
    "yes, watch, pods, payments",
    "no, patch, pods, payments",
    "yes, list, cronjobs.batch, payments",
    "no, patch, deployments.apps, payments",
    "no, delete, pods, payments",
    "yes, create, events.events.k8s.io, payments",
    "yes, patch, events.events.k8s.io, payments",
    "no, list, events.events.k8s.io, payments",
    "yes, watch, configmaps/istio-ca-root-cert, istio-system",
    "yes, watch, configmaps/istio-ca-crl, istio-system",
    "yes, watch, configmaps/istio, istio-system",
    "yes, watch, secrets/istio-remote-secret-cluster-b, istio-system",
    "no, list, secrets, istio-system",
    "no, get, secrets/cacerts, istio-system",
    "no, get, secrets/rootbridge-serving-cert, rootbridge-system",
    "yes, watch, secrets/rootbridge-serving, rootbridge-system",
    "yes, patch, secrets/rootbridge-serving, rootbridge-system",
    "yes, create, secrets, rootbridge-system",
    "no, create, secrets, istio-system",
    "no, list, secrets, rootbridge-system",
    "yes, watch, clustertrustbundles.certificates.k8s.io, payments",
    "no, patch, clustertrustbundles.certificates.k8s.io/roots, payments",
    "yes, create, events.events.k8s.io, default",
    "yes, patch, events.events.k8s.io/cluster-b.1, default",
    "no, list, events.events.k8s.io, default",
    "yes, create, leases.coordination.k8s.io, rootbridge-system",
    "yes, patch, leases.coordination.k8s.io/rootbridge, rootbridge-system",
    "no, patch, leases.coordination.k8s.io/another, rootbridge-system",
    "no, create, leases.coordination.k8s.io, payments",
    "yes, patch, mutatingwebhookconfigurations/rootbridge.dev, payments",
    "no, create, mutatingwebhookconfigurations, payments",
    "no, update, mutatingwebhookconfigurations/rootbridge.dev, payments",
    "no, patch, mutatingwebhookconfigurations/istio-sidecar-injector, payments",
    "no, patch, validatingadmissionpolicies/bundles.rootbridge.dev, payments",
    "yes, create, secrets, rootbridge-system",
    "yes, patch, secrets/rootbridge-serving, rootbridge-system",
    "no, list, secrets, rootbridge-system",
    "no, create, secrets, payments",
    "no, create, pods, payments",
    "no, create, tokenreviews.authentication.k8s.io, payments",
    "no, create, subjectaccessreviews.authorization.k8s.io, payments",
    "no, create, serviceaccounts/rootbridge --subresource=token, rootbridge-system",
  })
  void itsRightsAreTheseAndNoOthers(String answer, String verb, String what, String namespace) {
    Command canI =
        kubectl.on(
            cluster,
            ("auth can-i --as=" + OURS + " -n " + namespace + " " + verb + " " + what).split(" +"));
    assertThat(canI.run().output()).isEqualToIgnoringNewLines(answer);
  }
}
