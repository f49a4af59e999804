package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;

/** The value of an environment variable, as far as the pod tells it. */
sealed interface EnvValue {

  /** Written in the pod. */
  record Literal(String value) implements EnvValue {}

  /** Known only once the container runs: {@code valueFrom}, or a reference to another variable. */
  record Unreadable() implements EnvValue {}

  static EnvValue of(JsonNode variable) {
    if (!variable.path("valueFrom").isMissingNode() && !variable.path("valueFrom").isNull()) {
      return new Unreadable();
    }
    // Absent means empty.
    String value = variable.path("value").asText("");
    return value.contains("$(") ? new Unreadable() : new Literal(value);
  }
}
