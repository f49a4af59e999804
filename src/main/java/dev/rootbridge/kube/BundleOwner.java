package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who besides us keeps the {@code caBundle} of a registration: whoever the API server has noted as
 * the manager of that field, or cert-manager's injector, which an annotation calls.
 */
final class BundleOwner {

  private static final String INJECTION = "cert-manager.io/inject-";

  private BundleOwner() {}

  static Optional<String> of(ObjectMeta metadata) {
    return injector(metadata).or(() -> manager(metadata));
  }

  private static Optional<String> injector(ObjectMeta metadata) {
    return Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of())
        .keySet()
        .stream()
        .filter(annotation -> annotation.startsWith(INJECTION))
        .sorted()
        .findFirst()
        .map(annotation -> "cert-manager (annotation " + annotation + ")");
  }

  private static Optional<String> manager(ObjectMeta metadata) {
    return Objects.requireNonNullElse(metadata.getManagedFields(), List.<ManagedFieldsEntry>of())
        .stream()
        .filter(entry -> !TargetConfigMaps.FIELD_MANAGER.equals(entry.getManager()))
        .filter(entry -> entry.getFieldsV1() != null)
        .filter(entry -> isOfBundle(entry.getFieldsV1().getAdditionalProperties()))
        .map(entry -> "field manager " + entry.getManager())
        .findFirst();
  }

  /** f:webhooks, k:{"name":"…"}, f:clientConfig, f:caBundle. */
  private static boolean isOfBundle(Map<String, Object> fields) {
    return fields.get("f:webhooks") instanceof Map<?, ?> webhooks
        && webhooks.values().stream()
            .anyMatch(
                webhook ->
                    webhook instanceof Map<?, ?> parts
                        && parts.get("f:clientConfig") instanceof Map<?, ?> client
                        && client.containsKey("f:caBundle"));
  }
}
