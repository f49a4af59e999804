package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code webhook-config/remote/} gives the primary's Rootbridge what it needs, and no more. */
@OnRealClusters
class RemoteManifestsIT {

  static final Path MANIFESTS = Installation.MANIFESTS.resolve("remote");

  private static final String PRIMARY = "system:serviceaccount:istio-system:rootbridge-remote";

  private static ApiServer cluster;
  private static Kubectl kubectl;

  @BeforeAll
  static void apply(Clusters clusters) {
    cluster = clusters.b();
    kubectl = clusters.kubectl();
    IstioMesh.install(cluster, "cluster-b");
    kubectl.apply(cluster, MANIFESTS);
  }

  /**
   * Pods of other tests would wait for an address that nobody answers at, and a Rootbridge that is
   * at home in this cluster could write nothing.
   */
  @AfterAll
  static void unregister() {
    for (String file : new String[] {"webhook.yaml", "policy.yaml"}) {
      kubectl.on(cluster, "delete", "-f", MANIFESTS.resolve(file).toString()).succeed();
    }
  }

  @Test
  void appliedAgainTheyChangeNothing() {
    String said = kubectl.apply(cluster, MANIFESTS);
    assertThat(said.lines()).isNotEmpty().allMatch(line -> line.endsWith(" unchanged"), said);
  }

  @Test
  void theRegistrationDiffersFromThePrimarysInItsNameAndWhomItCallsAlone() throws IOException {
    MutatingWebhookConfiguration here = registration(MANIFESTS.resolve("webhook.yaml"));
    MutatingWebhookConfiguration there =
        registration(Installation.MANIFESTS.resolve("webhook.yaml"));

    assertThat(here.getMetadata().getName())
        .isGreaterThan("istio-sidecar-injector")
        .isGreaterThan("istio-revision-tag-default");
    assertThat(here.getWebhooks()).hasSize(1);
    MutatingWebhook webhook = here.getWebhooks().get(0);
    assertThat(webhook.getClientConfig().getUrl())
        .startsWith("https://")
        .endsWith("/inject/cluster/NAME/net/NETWORK");
    webhook.setClientConfig(there.getWebhooks().get(0).getClientConfig());
    assertThat(here.getWebhooks()).isEqualTo(there.getWebhooks());
  }

  private static MutatingWebhookConfiguration registration(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), MutatingWebhookConfiguration.class);
  }

  @ParameterizedTest(name = "{0}: {1} {2} in {3}")
  @CsvSource({
    "yes, list, namespaces, payments",
    "yes, watch, configmaps/rootbridge-trust, payments",
    "yes, create, configmaps/rootbridge-trust, payments",
    "yes, patch, configmaps/rootbridge-trust-0123456789abcdef, payments",
    "yes, delete, configmaps/rootbridge-trust, payments",
    "no, update, configmaps/rootbridge-trust, payments",
    "yes, watch, configmaps/istio-ca-root-cert, istio-system",
    "yes, watch, pods, payments",
    "no, patch, pods, payments",
    "no, create, pods, payments",
    "yes, list, deployments.apps, payments",
    "yes, list, cronjobs.batch, payments",
    "no, patch, deployments.apps, payments",
    "yes, create, events.events.k8s.io, payments",
    "yes, patch, events.events.k8s.io, payments",
    "no, list, events.events.k8s.io, payments",
    "no, create, events, payments",
    "no, list, secrets, istio-system",
    "no, get, secrets/cacerts, istio-system",
    "no, create, tokenreviews.authentication.k8s.io, payments",
    "no, create, serviceaccounts/rootbridge-remote --subresource=token, istio-system",
    "no, patch, mutatingwebhookconfigurations/remote.rootbridge.dev, payments",
    "no, list, federatedtrustdomains.rootbridge.dev, payments",
  })
  void itsRightsAreTheseAndNoOthers(String answer, String verb, String what, String namespace) {
    assertThat(canI(verb, what, namespace)).isEqualToIgnoringNewLines(answer);
  }

  @Test
  void theCommandsOfTheChartsNotesRun() {
    for (String command : HelmChart.nextCommands(ChartValues.REMOTE.notes())) {
      String harmless =
          command.replace("YOUR-NAMESPACE", "default")
              + (command.contains(" label ") ? " --dry-run=server" : "");
      kubectl.on(cluster, harmless.replaceFirst("^kubectl ", "").split(" ")).succeed();
    }
  }

  @Test
  void tokensAreReviewedWhereThatIsApplied() {
    String file = MANIFESTS.resolve("token-review.yaml").toString();
    kubectl.on(cluster, "apply", "-f", file).succeed();
    assertThat(canI("create", "tokenreviews.authentication.k8s.io", "payments"))
        .isEqualToIgnoringNewLines("yes");
    kubectl.on(cluster, "delete", "-f", file).succeed();
  }

  private static String canI(String verb, String what, String namespace) {
    return kubectl
        .on(
            cluster,
            ("auth can-i --as=" + PRIMARY + " -n " + namespace + " " + verb + " " + what)
                .split(" +"))
        .run()
        .output();
  }
}
