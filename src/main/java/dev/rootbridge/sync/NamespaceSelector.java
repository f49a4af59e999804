package dev.rootbridge.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    IN("In"),
    NOT_IN("NotIn"),
    EXISTS("Exists"),
    DOES_NOT_EXIST("DoesNotExist");

    private final String word;

    Operator(String word) {
      this.word = word;
    }

    /** As Kubernetes writes it. */
    public String word() {
      return word;
    }
  }

  /** One entry of {@code matchExpressions}. */
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    private String describe() {
      return switch (operator) {
        case IN -> key + " in (" + String.join(",", values) + ")";
        case NOT_IN -> key + " notin (" + String.join(",", values) + ")";
        case EXISTS -> key;
        case DOES_NOT_EXIST -> "!" + key;
      };
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

  /** Whether it matches every namespace. */
  public boolean isEmpty() {
    return matchLabels.isEmpty() && requirements.isEmpty();
  }

  /** As {@code kubectl --selector} takes it. */
  public String describe() {
    return Stream.concat(
            new TreeMap<>(matchLabels)
                .entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()),
            requirements.stream().map(Requirement::describe))
        .collect(Collectors.joining(","));
  }

  /** Whether something with these labels is selected. */
  public boolean matches(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet())
        && requirements.stream().allMatch(requirement -> requirement.holdsFor(labels));
  }
}
