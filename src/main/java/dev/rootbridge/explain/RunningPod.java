package dev.rootbridge.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.sync.World;
import java.util.Optional;

/**
 * A pod that is there.
 *
 * @param object as the API server has it
 * @param proxy what is known of its proxy; empty without one, or once it has ended
 */
public record RunningPod(String name, JsonNode object, Optional<World.Pod> proxy) {

  Optional<String> annotation(String key) {
    return Optional.ofNullable(object.path("metadata").path("annotations").path(key).textValue());
  }

  /** What it asks for in {@value InjectionContract#TRUST_DOMAINS_ANNOTATION}. */
  Optional<String> wish() {
    return annotation(InjectionContract.TRUST_DOMAINS_ANNOTATION);
  }

  String label(String key) {
    return object.path("metadata").path("labels").path(key).asText("");
  }

  /** As Kubernetes has it where none is named. */
  String serviceAccount() {
    return object.path("spec").path("serviceAccountName").asText("default");
  }
}
