package dev.rootbridge.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kubernetes label selector over namespaces (apimachinery, {@code meta/v1.LabelSelector}): all
 * parts must hold, and the empty selector matches every namespace.
 */
public record NamespaceSelector(Map<String, String> matchLabels, List<Requirement> requirements) {

  public NamespaceSelector {
    matchLabels = Map.copyOf(matchLabels);
    requirements = List.copyOf(requirements);
  }

  /** How a requirement compares. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /** One entry of {@code matchExpressions}. */
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    boolean holdsFor(Map<String, String> labels) {
      Optional<String> value = Optional.ofNullable(labels.get(key));
      return switch (operator) {
        case IN -> value.filter(values::contains).isPresent();
        case NOT_IN -> value.filter(values::contains).isEmpty();
        case EXISTS -> value.isPresent();
        case DOES_NOT_EXIST -> value.isEmpty();
      };
    }
  }

  /** Whether something with these labels is selected. */
  public boolean matches(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet())
        && requirements.stream().allMatch(requirement -> requirement.holdsFor(labels));
  }
}
