package dev.rootbridge.kube;

import dev.rootbridge.sync.ContentChanges;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Seen;
import dev.rootbridge.sync.TargetKey;
import dev.rootbridge.sync.World;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out actions on the ConfigMaps of one cluster. Each is bound to the state that it was
 * decided upon: what has changed since is left to the next plan.
 */
final class TargetWriter {

  private final KubernetesClient client;

  TargetWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Carries out one action; done already is done.
   *
   * @throws KubernetesClientException if the API server refuses
   */
  void apply(Action action) {
    Resource<ConfigMap> target = resource(action.target());
    if (action instanceof Action.Write write) {
      write(target, write);
    } else {
      delete(target, ((Action.Delete) action).present());
    }
  }

  private Resource<ConfigMap> resource(TargetKey key) {
    return client.configMaps().inNamespace(key.namespace()).withName(key.name());
  }

  private static void delete(Resource<ConfigMap> target, Seen present) {
    target.lockResourceVersion(present.version()).delete();
  }

  private static void write(Resource<ConfigMap> target, Action.Write write) {
    if (write.present().isEmpty()) {
      create(target, write);
      return;
    }
    Seen present = write.present().get();
    if (present.mutability() == World.Mutability.IMMUTABLE) {
      delete(target, present);
      create(target, write);
      return;
    }
    Optional<String> version = Optional.of(present.version());
    if (!write.surplus().isEmpty()) {
      version =
          Optional.of(
              target
                  .patch(PatchContext.of(PatchType.JSON_MERGE), withoutSurplus(write, present))
                  .getMetadata()
                  .getResourceVersion());
    }
    put(target, write, version);
  }

  /** Where none was seen, one that is there by now may be someone else's. */
  private static void create(Resource<ConfigMap> target, Action.Write write) {
    try {
      put(target, write, Optional.empty());
    } catch (KubernetesClientException e) {
      ConfigMap found = e.getCode() == HttpURLConnection.HTTP_CONFLICT ? target.get() : null;
      if (found == null || !TargetConfigMaps.isOurs(found)) {
        throw e;
      }
      // Ours without its label, which is why it wasn't seen.
      put(target, write, Optional.of(found.getMetadata().getResourceVersion()));
    }
  }

  /**
   * @param over the version to write over; empty to make a new one, and nothing else
   */
  private static void put(Resource<ConfigMap> target, Action.Write write, Optional<String> over) {
    target.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(TargetConfigMaps.FIELD_MANAGER)
            .withForce(over.isPresent())
            .build(),
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(write.target().namespace())
            .withName(write.target().name())
            .withResourceVersion(over.orElse(null))
            .addToLabels(TargetConfigMaps.MANAGED_BY_LABEL, TargetConfigMaps.FIELD_MANAGER)
            .withAnnotations(changed(write.changes()))
            .endMetadata()
            .withData(write.content().data())
            .build());
  }

  private static Map<String, String> changed(ContentChanges changes) {
    return changes.times().isEmpty()
        ? Map.of()
        : Map.of(TargetConfigMaps.CHANGED_ANNOTATION, changes.toString());
  }

  /**
   * Server-side apply leaves the fields of others alone, so foreign keys need a patch that names
   * them.
   */
  private static String withoutSurplus(Action.Write write, Seen present) {
    Map<String, Object> keys = new HashMap<>();
    write.surplus().forEach(key -> keys.put(key, null));
    Map<String, Object> patch = new HashMap<>();
    patch.put("metadata", Map.of("resourceVersion", present.version()));
    patch.put("data", keys);
    patch.put("binaryData", null);
    return Serialization.asJson(patch);
  }
}
