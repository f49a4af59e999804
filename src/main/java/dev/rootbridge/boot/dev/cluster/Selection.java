package dev.rootbridge.boot.dev.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The label and field selectors of a list or watch (apimachinery, {@code labels.Parse}). */
record Selection(List<Predicate<JsonNode>> requirements) {

  private static final Pattern BETWEEN_REQUIREMENTS = Pattern.compile(",(?![^(]*\\))");
  private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
  private static final Pattern EQUALITY = Pattern.compile("([^!=\\s]+)\\s*(==|=|!=)\\s*(\\S*)");

  Selection {
    requirements = List.copyOf(requirements);
  }

  /**
   * Reads both selectors as they stand in a query.
   *
   * @throws IllegalArgumentException if a field selector is none; every other text is a label's key
   */
  static Selection parse(Optional<String> labelSelector, Optional<String> fieldSelector) {
    List<Predicate<JsonNode>> labels = split(labelSelector).map(Selection::label).toList();
    List<Predicate<JsonNode>> fields = split(fieldSelector).map(Selection::field).toList();
    return new Selection(Stream.concat(labels.stream(), fields.stream()).toList());
  }

  boolean matches(JsonNode object) {
    return requirements.stream().allMatch(requirement -> requirement.test(object));
  }

  private static Stream<String> split(Optional<String> selector) {
    return selector.stream()
        .flatMap(BETWEEN_REQUIREMENTS::splitAsStream)
        .map(String::strip)
        .filter(requirement -> !requirement.isEmpty());
  }

  private static Predicate<JsonNode> label(String requirement) {
    Matcher set = SET.matcher(requirement);
    if (set.matches()) {
      List<String> values = Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
      Predicate<JsonNode> in =
          object -> label(object, set.group(1)).filter(values::contains).isPresent();
      return set.group(2).equals("in") ? in : in.negate();
    }
    Matcher equality = EQUALITY.matcher(requirement);
    if (equality.matches()) {
      return compare(equality, object -> label(object, equality.group(1)));
    }
    return requirement.startsWith("!")
        ? object -> label(object, requirement.substring(1)).isEmpty()
        : object -> label(object, requirement).isPresent();
  }

  private static Predicate<JsonNode> field(String requirement) {
    Matcher equality = EQUALITY.matcher(requirement);
    if (!equality.matches()) {
      throw new IllegalArgumentException("not a field selector: " + requirement);
    }
    String pointer = "/" + equality.group(1).replace('.', '/');
    return compare(equality, object -> text(object.at(pointer)));
  }

  private static Predicate<JsonNode> compare(
      Matcher equality, Function<JsonNode, Optional<String>> actual) {
    String wanted = equality.group(3);
    Predicate<JsonNode> equal = object -> actual.apply(object).filter(wanted::equals).isPresent();
    return equality.group(2).equals("!=") ? equal.negate() : equal;
  }

  private static Optional<String> label(JsonNode object, String key) {
    return text(object.path("metadata").path("labels").path(key));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isValueNode() ? Optional.of(node.asText()) : Optional.empty();
  }
}
