package dev.rootbridge.kube;

import dev.rootbridge.serving.SecretLayout;
import dev.rootbridge.serving.StoredCertificates;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The Secret that replicas share their serving certificate in. */
final class CertificateSecret {

  private static final String TYPE = "Opaque";

  private final ServingSettings settings;
  private final KubernetesClient client;
  private final Resource<Secret> reading;
  private final Resource<Secret> writing;

  /**
   * @param version of the Secret; empty if there is none
   * @param refusal why it is not to be touched, and nothing of it counts
   */
  record Seen(
      Optional<String> version,
      Optional<String> uid,
      Set<String> keys,
      StoredCertificates stored,
      Optional<String> refusal) {

    private static final Seen NOTHING =
        new Seen(
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            StoredCertificates.NONE,
            Optional.empty());
  }

  CertificateSecret(KubernetesClient reading, KubernetesClient writing, ServingSettings settings) {
    this.settings = settings;
    this.reading = resource(reading);
    this.writing = resource(writing);
    this.client = writing;
  }

  private Resource<Secret> resource(KubernetesClient client) {
    return client.secrets().inNamespace(settings.namespace()).withName(settings.secret());
  }

  /** Asks the API server, not a cache: what is decided on it must not be behind. */
  Seen read() {
    Secret secret = reading.get();
    if (secret == null) {
      return Seen.NOTHING;
    }
    Optional<String> refusal = refusal(secret);
    return new Seen(
        Optional.of(secret.getMetadata().getResourceVersion()),
        Optional.of(secret.getMetadata().getUid()),
        data(secret).keySet(),
        refusal.isPresent() ? StoredCertificates.NONE : SecretLayout.read(texts(secret)),
        refusal);
  }

  private Optional<String> refusal(Secret secret) {
    String name = "Secret " + settings.namespace() + "/" + settings.secret();
    if (!TYPE.equals(secret.getType())
        || (!data(secret).isEmpty() && !TargetConfigMaps.isOurs(secret))) {
      return Optional.of(
          name
              + ", of type "
              + secret.getType()
              + ", is not Rootbridge's: rename or delete it, or set rootbridge.serving.secret and"
              + " name that in Rootbridge's Role");
    }
    return Boolean.TRUE.equals(secret.getImmutable())
        ? Optional.of(name + " is immutable: delete it, and it is made anew")
        : Optional.empty();
  }

  private static Map<String, String> texts(Secret secret) {
    Map<String, String> texts = new HashMap<>();
    data(secret)
        .forEach(
            (key, value) ->
                texts.put(
                    key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return texts;
  }

  private static Map<String, String> data(Secret secret) {
    return Objects.requireNonNullElse(secret.getData(), Map.of());
  }

  /** Replaces what was seen, or fails with 409 if that is no longer what is there. */
  void write(Seen seen, StoredCertificates stored) {
    Map<String, String> data = new HashMap<>();
    SecretLayout.write(stored)
        .forEach(
            (key, text) ->
                data.put(
                    key,
                    Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    if (seen.version().isEmpty()) {
      create(data);
      return;
    }
    seen.keys().forEach(key -> data.putIfAbsent(key, null));
    writing.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(TargetConfigMaps.FIELD_MANAGER)
            .build(),
        Serialization.asJson(
            Map.of("metadata", Map.of("resourceVersion", seen.version().get()), "data", data)));
  }

  private void create(Map<String, String> data) {
    client
        .secrets()
        .inNamespace(settings.namespace())
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(settings.namespace())
                .withName(settings.secret())
                .addToLabels(TargetConfigMaps.MANAGED_BY_LABEL, TargetConfigMaps.FIELD_MANAGER)
                .endMetadata()
                .withType(TYPE)
                .withData(data)
                .build())
        .create();
  }

  /** What events are about. */
  ObjectReference reference(Seen seen) {
    return new ObjectReferenceBuilder()
        .withApiVersion("v1")
        .withKind("Secret")
        .withNamespace(settings.namespace())
        .withName(settings.secret())
        .withUid(seen.uid().orElse(null))
        .build();
  }
}
