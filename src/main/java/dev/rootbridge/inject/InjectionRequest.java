package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * One pod that is about to be created.
 *
 * @param pod the Pod as the API server sent it; read, never changed
 * @param namespace the namespace of the request; a pod from a template may not carry its own
 */
public record InjectionRequest(JsonNode pod, String namespace) {

  public InjectionRequest {
    Objects.requireNonNull(pod, "pod");
    Objects.requireNonNull(namespace, "namespace");
  }
}
