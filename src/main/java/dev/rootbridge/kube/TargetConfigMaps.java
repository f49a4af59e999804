package dev.rootbridge.kube;

import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.TargetData;
import dev.rootbridge.sync.World;
import dev.rootbridge.sync.World.ExistingTarget;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The ConfigMaps that pods mount: what is there, and the writes that a plan asks for. All of that
 * name are watched, ours or not, so that someone else's is seen before it is touched.
 */
final class TargetConfigMaps implements AutoCloseable {

  static final String FIELD_MANAGER = "rootbridge";

  private static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

  private final KubernetesClient client;
  private final SharedIndexInformer<ConfigMap> informer;

  TargetConfigMaps(KubernetesClient client, Runnable onChange) {
    this.client = client;
    this.informer =
        Informers.start(
            client.configMaps().inAnyNamespace().withField("metadata.name", TargetData.CONFIG_MAP),
            "ConfigMaps " + TargetData.CONFIG_MAP,
            onChange);
  }

  boolean hasSynced() {
    return informer.hasSynced();
  }

  Optional<ExistingTarget> in(String namespace) {
    return Optional.ofNullable(
            informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, TargetData.CONFIG_MAP)))
        .map(TargetConfigMaps::existing);
  }

  private static ExistingTarget existing(ConfigMap configMap) {
    return new ExistingTarget(
        contents(configMap),
        isOurs(configMap) ? World.Owner.ROOTBRIDGE : World.Owner.SOMEONE_ELSE,
        Boolean.TRUE.equals(configMap.getImmutable())
            ? World.Mutability.IMMUTABLE
            : World.Mutability.MUTABLE);
  }

  /** Binary entries count too: they are never ours, so they make the contents differ. */
  private static Map<String, String> contents(ConfigMap configMap) {
    Map<String, String> contents =
        new HashMap<>(Objects.requireNonNullElse(configMap.getBinaryData(), Map.of()));
    contents.putAll(Objects.requireNonNullElse(configMap.getData(), Map.of()));
    return contents;
  }

  /**
   * By label, or, where that was taken off, by who has written fields of it. A tenant who takes
   * both away, or makes the ConfigMap anew, has made it someone else's.
   */
  private static boolean isOurs(ConfigMap configMap) {
    Map<String, String> labels =
        Objects.requireNonNullElse(configMap.getMetadata().getLabels(), Map.of());
    return FIELD_MANAGER.equals(labels.get(MANAGED_BY_LABEL))
        || configMap.getMetadata().getManagedFields().stream()
            .anyMatch(entry -> FIELD_MANAGER.equals(entry.getManager()));
  }

  /**
   * Carries out one action; done already is done.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void apply(Action action) {
    Resource<ConfigMap> target =
        client.configMaps().inNamespace(action.namespace()).withName(TargetData.CONFIG_MAP);
    if (action instanceof Action.Write write) {
      write(target, write);
    } else {
      delete(action.namespace());
    }
  }

  /** Only what was seen: what has been put in its place since may be someone else's. */
  private void delete(String namespace) {
    ConfigMap seen =
        informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, TargetData.CONFIG_MAP));
    if (seen != null) {
      client.resource(seen).lockResourceVersion(seen.getMetadata().getResourceVersion()).delete();
    }
  }

  private static void write(Resource<ConfigMap> target, Action.Write write) {
    if (write.present().equals(Optional.of(World.Mutability.IMMUTABLE))) {
      target.delete();
    } else if (!write.surplus().isEmpty()) {
      target.patch(PatchContext.of(PatchType.JSON_MERGE), withoutSurplus(write));
    }
    target.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            // Where none was seen, one that is there by now is someone else's.
            .withForce(write.present().isPresent())
            .build(),
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(write.namespace())
            .withName(TargetData.CONFIG_MAP)
            .addToLabels(MANAGED_BY_LABEL, FIELD_MANAGER)
            .endMetadata()
            .withData(write.data())
            .build());
  }

  /**
   * Server-side apply leaves the fields of others alone, so foreign keys need a patch that names
   * them.
   */
  private static String withoutSurplus(Action.Write write) {
    Map<String, Object> keys = new HashMap<>();
    write.surplus().forEach(key -> keys.put(key, null));
    Map<String, Object> patch = new HashMap<>();
    patch.put("data", keys);
    patch.put("binaryData", null);
    return Serialization.asJson(patch);
  }

  @Override
  public void close() {
    informer.stop();
  }
}
