package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The volume that brings a rendered bundle into a pod. It shows the one key {@value
 * InjectionContract#BUNDLE_KEY} whatever else the ConfigMap holds: {@code cert-chain.pem} and
 * {@code key.pem} beside it would replace the workload's identity.
 *
 * @param configMap the name of the ConfigMap
 */
record BundleVolume(String configMap) {

  /** The one that a pod has, if it shows a rendered bundle, be it in another way than ours. */
  static Optional<BundleVolume> in(PodView pod) {
    return pod.volume(InjectionContract.VOLUME)
        .map(volume -> volume.path("configMap").path("name").asText(""))
        .filter(InjectionContract::isTargetName)
        .map(BundleVolume::new);
  }

  Optional<Finding> conflict(PodView pod) {
    return Finding.when(
        pod.volume(InjectionContract.VOLUME).filter(volume -> !isShownBy(volume)).isPresent(),
        Reason.VOLUME_CONFLICT,
        "the pod has a volume extra-certs that isn't as Rootbridge adds it; drop or rename it");
  }

  boolean isMissing(PodView pod) {
    return pod.volume(InjectionContract.VOLUME).isEmpty();
  }

  /** A pod mustn't wait for a bundle that may be deleted later, only for one about to come. */
  ObjectNode toJson(Bundles.Readiness readiness) {
    ObjectNode volume = JsonNodeFactory.instance.objectNode();
    volume.put("name", InjectionContract.VOLUME);
    ObjectNode source = volume.putObject("configMap");
    source.put("name", configMap);
    source
        .putArray("items")
        .addObject()
        .put("key", InjectionContract.BUNDLE_KEY)
        .put("path", InjectionContract.BUNDLE_KEY);
    source.put("optional", readiness == Bundles.Readiness.PUBLISHED);
    return volume;
  }

  /** Whatever the API server fills in meanwhile (modes) and readiness then don't matter. */
  private boolean isShownBy(JsonNode volume) {
    JsonNode source = volume.path("configMap");
    JsonNode items = source.path("items");
    JsonNode item = items.path(0);
    return source.path("name").asText("").equals(configMap)
        && items.size() == 1
        && item.path("key").asText("").equals(InjectionContract.BUNDLE_KEY)
        && item.path("path").asText("").equals(InjectionContract.BUNDLE_KEY);
  }
}
