package dev.rootbridge.kube;

import dev.rootbridge.sync.ContentChanges;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Seen;
import dev.rootbridge.sync.TargetKey;
import dev.rootbridge.sync.World;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapFluent;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;

/**
 * Carries out actions on the ConfigMaps of one cluster. Each is bound to the state that it was
 * decided upon: what has changed since is left to the next plan.
 */
final class TargetWriter {

  private static final String COLLECTION =
      "/api/v1/namespaces/%s/configmaps?fieldManager=" + TargetConfigMaps.FIELD_MANAGER;

  private final KubernetesClient client;

  TargetWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Carries out one action; done already is done. */
  WriteOutcome apply(Action action, Fence fence) {
    Resource<ConfigMap> target = resource(action.target());
    try {
      if (action instanceof Action.Write write) {
        return write(target, write, fence);
      }
      delete(target, ((Action.Delete) action).present(), fence);
      return new WriteOutcome.Done();
    } catch (Fence.Closed e) {
      return new WriteOutcome.NotLeading();
    } catch (KubernetesClientException e) {
      return WriteOutcome.of(e);
    }
  }

  private Resource<ConfigMap> resource(TargetKey key) {
    return client.configMaps().inNamespace(key.namespace()).withName(key.name());
  }

  private static void delete(Resource<ConfigMap> target, Seen present, Fence fence)
      throws Fence.Closed {
    fence.pass();
    target.lockResourceVersion(present.version()).delete();
  }

  private WriteOutcome write(Resource<ConfigMap> target, Action.Write write, Fence fence)
      throws Fence.Closed {
    if (write.present().isEmpty()) {
      return create(target, write, fence);
    }
    Seen present = write.present().get();
    if (present.mutability() == World.Mutability.IMMUTABLE) {
      delete(target, present, fence);
      return create(target, write, fence);
    }
    String version = present.version();
    if (!write.surplus().isEmpty()) {
      fence.pass();
      version =
          target
              .patch(PatchContext.of(PatchType.JSON_MERGE), withoutSurplus(write, present))
              .getMetadata()
              .getResourceVersion();
    }
    change(target, write, present.uid(), version, fence);
    return new WriteOutcome.Done();
  }

  /**
   * Where none was seen, one that is there by now may be someone else's, or another replica's. So
   * this is a plain create, which the API server refuses then; an apply would change what it finds.
   */
  private WriteOutcome create(Resource<ConfigMap> target, Action.Write write, Fence fence)
      throws Fence.Closed {
    fence.pass();
    try {
      ConfigMap made = metadata(write).endMetadata().withData(write.content().data()).build();
      // The client's own create can't say who writes, and by that ours is known without its label.
      var unused = client.raw(COLLECTION.formatted(write.target().namespace()), "POST", made);
      return new WriteOutcome.Done();
    } catch (KubernetesClientException e) {
      ConfigMap found = e.getCode() == HttpURLConnection.HTTP_CONFLICT ? target.get() : null;
      if (found == null) {
        throw e;
      }
      if (!TargetConfigMaps.isOurs(found)) {
        return new WriteOutcome.Failed(
            WriteOutcome.Cause.REFUSAL,
            "ConfigMap " + write.target() + " is not Rootbridge's: rename or delete it");
      }
      if (TargetConfigMaps.isLabelled(found)) {
        // Another replica's, or ours: the next plan sees it.
        return new WriteOutcome.Overtaken();
      }
      // Ours without its label, which is why it wasn't seen.
      ObjectMeta present = found.getMetadata();
      change(target, write, present.getUid(), present.getResourceVersion(), fence);
      return new WriteOutcome.Done();
    }
  }

  /**
   * Writes over what was seen, and nothing else. Without the uid, the API server would take the
   * apply to an object that was deleted meanwhile for one that makes it anew.
   */
  private static void change(
      Resource<ConfigMap> target, Action.Write write, String uid, String version, Fence fence)
      throws Fence.Closed {
    fence.pass();
    target.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(TargetConfigMaps.FIELD_MANAGER)
            .withForce(true)
            .build(),
        metadata(write)
            .withUid(uid)
            .withResourceVersion(version)
            .endMetadata()
            .withData(write.content().data())
            .build());
  }

  private static ConfigMapFluent<ConfigMapBuilder>.MetadataNested<ConfigMapBuilder> metadata(
      Action.Write write) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(write.target().namespace())
        .withName(write.target().name())
        .addToLabels(TargetConfigMaps.MANAGED_BY_LABEL, TargetConfigMaps.FIELD_MANAGER)
        .withAnnotations(changed(write.changes()));
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
