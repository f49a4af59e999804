package dev.rootbridge.kube;

import dev.rootbridge.serving.CaBundle;
import dev.rootbridge.serving.Registration;
import dev.rootbridge.trust.Anchor;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The MutatingWebhookConfiguration, of which only the {@code caBundle} is ours. */
final class WebhookRegistration {

  private final String name;
  private final Resource<MutatingWebhookConfiguration> reading;
  private final Resource<MutatingWebhookConfiguration> writing;

  /**
   * @param version empty where there is none
   * @param webhooks the names of its webhooks
   */
  record Seen(Optional<String> version, List<String> webhooks, Registration registration) {}

  WebhookRegistration(KubernetesClient reading, KubernetesClient writing, String name) {
    this.name = name;
    this.reading = resource(reading, name);
    this.writing = resource(writing, name);
  }

  private static Resource<MutatingWebhookConfiguration> resource(
      KubernetesClient client, String name) {
    return client.admissionRegistration().v1().mutatingWebhookConfigurations().withName(name);
  }

  /** Asks the API server, not a cache. */
  Seen read() {
    MutatingWebhookConfiguration found = reading.get();
    List<MutatingWebhook> webhooks =
        found == null ? List.of() : Objects.requireNonNullElse(found.getWebhooks(), List.of());
    if (webhooks.isEmpty()) {
      return new Seen(Optional.empty(), List.of(), new Registration.Absent());
    }
    return new Seen(
        Optional.of(found.getMetadata().getResourceVersion()),
        webhooks.stream().map(MutatingWebhook::getName).toList(),
        new Registration.Present(bundle(webhooks), BundleOwner.of(found.getMetadata())));
  }

  /** Who is believed at every one of its webhooks. */
  private static CaBundle bundle(List<MutatingWebhook> webhooks) {
    List<CaBundle> bundles = webhooks.stream().map(WebhookRegistration::bundle).toList();
    Set<Anchor> everywhere = new LinkedHashSet<>(bundles.get(0).anchors());
    bundles.forEach(bundle -> everywhere.retainAll(bundle.anchors()));
    return new CaBundle(everywhere);
  }

  private static CaBundle bundle(MutatingWebhook webhook) {
    return Optional.ofNullable(webhook.getClientConfig())
        .map(WebhookClientConfig::getCaBundle)
        .map(WebhookRegistration::decode)
        .map(CaBundle::parse)
        .orElse(CaBundle.NONE);
  }

  private static String decode(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /**
   * Sets the bundle over what was seen. The API server refuses with 409 if that has changed, and if
   * another manager has come to own the field: nothing is forced.
   */
  void publish(Seen seen, CaBundle bundle) {
    String encoded =
        Base64.getEncoder().encodeToString(bundle.pem().getBytes(StandardCharsets.UTF_8));
    writing.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(TargetConfigMaps.FIELD_MANAGER)
            .withForce(false)
            .build(),
        Serialization.asJson(
            Map.of(
                "apiVersion",
                "admissionregistration.k8s.io/v1",
                "kind",
                "MutatingWebhookConfiguration",
                "metadata",
                Map.of("name", name, "resourceVersion", seen.version().orElseThrow()),
                "webhooks",
                seen.webhooks().stream()
                    .map(
                        webhook ->
                            Map.of("name", webhook, "clientConfig", Map.of("caBundle", encoded)))
                    .toList())));
  }
}
