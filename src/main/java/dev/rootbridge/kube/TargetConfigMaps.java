package dev.rootbridge.kube;

import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.sync.ContentChanges;
import dev.rootbridge.sync.TargetContent;
import dev.rootbridge.sync.World;
import dev.rootbridge.sync.World.ExistingTarget;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The ConfigMaps of a cluster that have a target's name, as facts: thousands of them with their
 * texts would fill the memory.
 *
 * <p>Two watches: whatever is named as the bundle of a whole namespace, ours or not, so that
 * someone else's is seen before it is touched; and the bundles of scopes, which only a label tells
 * from all other ConfigMaps. Someone else's of such a name shows when it is written.
 */
final class TargetConfigMaps implements AutoCloseable {

  static final String FIELD_MANAGER = "rootbridge";
  static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

  /** When the content changed, see {@link ContentChanges}. Set with a change and never alone. */
  static final String CHANGED_ANNOTATION = "rootbridge.dev/changed";

  private static final String SCOPE_PREFIX = InjectionContract.CONFIG_MAP + "-";

  private final Facts<ConfigMap, Named> mains;
  private final Facts<ConfigMap, Named> scoped;

  private record Named(String name, ExistingTarget target) {}

  TargetConfigMaps(KubernetesClient client, Room room, Runnable onChange) {
    this.mains =
        Facts.follow(
            client
                .configMaps()
                .inAnyNamespace()
                .withField("metadata.name", InjectionContract.CONFIG_MAP),
            "ConfigMaps " + InjectionContract.CONFIG_MAP,
            ConfigMap::new,
            TargetConfigMaps::existing,
            room,
            onChange);
    this.scoped =
        Facts.follow(
            client
                .configMaps()
                .inAnyNamespace()
                .withLabel(MANAGED_BY_LABEL, FIELD_MANAGER)
                // Each would be sent, read and kept twice.
                .withoutField("metadata.name", InjectionContract.CONFIG_MAP),
            "ConfigMaps of scopes",
            ConfigMap::new,
            configMap ->
                configMap.getMetadata().getName().startsWith(SCOPE_PREFIX)
                    ? existing(configMap)
                    : Optional.empty(),
            room,
            onChange);
  }

  boolean hasSynced() {
    return mains.hasSynced() && scoped.hasSynced();
  }

  /** Those there are, by namespace and name. */
  Map<String, Map<String, ExistingTarget>> byNamespace() {
    Map<String, Map<String, ExistingTarget>> found = new HashMap<>();
    add(found, scoped);
    add(found, mains);
    return found;
  }

  private static void add(
      Map<String, Map<String, ExistingTarget>> found, Facts<ConfigMap, Named> facts) {
    facts
        .byNamespace()
        .forEach(
            (namespace, targets) ->
                targets.forEach(
                    named ->
                        found
                            .computeIfAbsent(namespace, added -> new HashMap<>())
                            .put(named.name(), named.target())));
  }

  private static Optional<Named> existing(ConfigMap configMap) {
    Map<String, String> contents = contents(configMap);
    return Optional.of(new Named(configMap.getMetadata().getName(), existing(configMap, contents)));
  }

  static ExistingTarget existingTarget(ConfigMap configMap) {
    return existing(configMap, contents(configMap));
  }

  private static ExistingTarget existing(ConfigMap configMap, Map<String, String> contents) {
    return new ExistingTarget(
        TargetContent.of(contents).fingerprint(),
        contents.keySet(),
        binary(configMap).keySet(),
        isOurs(configMap) ? World.Owner.ROOTBRIDGE : World.Owner.SOMEONE_ELSE,
        Boolean.TRUE.equals(configMap.getImmutable())
            ? World.Mutability.IMMUTABLE
            : World.Mutability.MUTABLE,
        configMap.getMetadata().getUid(),
        configMap.getMetadata().getResourceVersion(),
        Instant.parse(configMap.getMetadata().getCreationTimestamp()),
        changes(configMap));
  }

  private static ContentChanges changes(ConfigMap configMap) {
    return Optional.ofNullable(configMap.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(CHANGED_ANNOTATION))
        .map(ContentChanges::parse)
        .orElse(ContentChanges.NONE);
  }

  /** Binary entries count too: they are never ours, so they make the contents differ. */
  private static Map<String, String> contents(ConfigMap configMap) {
    Map<String, String> contents = new HashMap<>(binary(configMap));
    contents.putAll(Objects.requireNonNullElse(configMap.getData(), Map.of()));
    return contents;
  }

  private static Map<String, String> binary(ConfigMap configMap) {
    return Objects.requireNonNullElse(configMap.getBinaryData(), Map.of());
  }

  /**
   * By label, or, where that was taken off, by who has written fields of it. A tenant who takes
   * both away, or makes the ConfigMap anew, has made it someone else's.
   */
  static boolean isOurs(HasMetadata object) {
    return isLabelled(object)
        || object.getMetadata().getManagedFields().stream()
            .anyMatch(entry -> FIELD_MANAGER.equals(entry.getManager()));
  }

  static boolean isLabelled(HasMetadata object) {
    Map<String, String> labels =
        Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    return FIELD_MANAGER.equals(labels.get(MANAGED_BY_LABEL));
  }

  @Override
  public void close() {
    mains.close();
    scoped.close();
  }
}
