package dev.rootbridge.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The fields of {@code FederatedTrustDomain} and what is refused, from the schema in its CRD. */
final class ResourcePage {

  private static final Path CRD =
      Path.of("webhook-config/crd/federatedtrustdomains.rootbridge.dev.yaml");

  private final StringBuilder text = new StringBuilder();
  private final List<String> rules = new ArrayList<>();

  static String text() {
    try {
      return new ResourcePage().page(new YAMLMapper().readTree(CRD.toFile()).at("/spec"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String page(JsonNode crd) {
    JsonNode version = crd.at("/versions/0");
    JsonNode schema = version.at("/schema/openAPIV3Schema");
    text.append(
        """
        # %s

        %s
        %s

        `%s/%s`, of the cluster, short name `%s`. `kubectl explain %s.spec` says the same.
        """
            .formatted(
                crd.at("/names/kind").asText(),
                ReferencePagesTest.GENERATED,
                schema.at("/description").asText(),
                crd.at("/group").asText(),
                version.at("/name").asText(),
                crd.at("/names/shortNames/0").asText(),
                crd.at("/names/shortNames/0").asText()));
    table("spec", schema);
    table("status", schema);
    text.append("\n## What is refused\n\n");
    rules.forEach(rule -> text.append("* ").append(rule).append('\n'));
    return text.toString();
  }

  private void table(String part, JsonNode schema) {
    text.append("\n## `").append(part).append("`\n\n| field | type | meaning |\n|---|---|---|\n");
    JsonNode properties = schema.at("/properties/" + part);
    rulesOf(part, properties);
    members(part, properties);
  }

  private void members(String path, JsonNode object) {
    Set<String> required = texts(object.at("/required"));
    for (Map.Entry<String, JsonNode> member : object.at("/properties").properties()) {
      JsonNode schema = member.getValue();
      boolean isList = schema.at("/type").asText().equals("array");
      String name = path + "." + member.getKey() + (isList ? "[]" : "");
      JsonNode values = isList ? schema.at("/items") : schema;
      text.append(
          "| `%s` | %s | %s |\n"
              .formatted(
                  name, type(schema), meaning(schema, values, required.contains(member.getKey()))));
      rulesOf(name, values);
      members(name, values);
    }
  }

  private void rulesOf(String path, JsonNode schema) {
    for (JsonNode rule : schema.at("/x-kubernetes-validations")) {
      rules.add("`" + path + "`: " + rule.at("/message").asText());
    }
  }

  private static String type(JsonNode schema) {
    String type = schema.at("/type").asText();
    if (type.equals("array")) {
      return "list of " + type(schema.at("/items"));
    }
    if (schema.has("additionalProperties")) {
      return "map of " + type(schema.at("/additionalProperties"));
    }
    String format = schema.at("/format").asText();
    return format.equals("date-time") ? "time" : type;
  }

  private static String meaning(JsonNode schema, JsonNode values, boolean isRequired) {
    List<String> parts = new ArrayList<>();
    if (isRequired) {
      parts.add("Required.");
    }
    parts.add(schema.at("/description").asText());
    if (values.has("enum")) {
      parts.add(
          "One of "
              + StreamSupport.stream(values.at("/enum").spliterator(), false)
                  .map(value -> "`" + value.asText() + "`")
                  .collect(Collectors.joining(", "))
              + ".");
    }
    if (schema.at("/default").isValueNode() && !schema.at("/default").isMissingNode()) {
      parts.add("Default: `" + schema.at("/default").asText() + "`.");
    }
    if (values.has("maxLength")) {
      parts.add("At most " + values.at("/maxLength").asText() + " characters.");
    }
    if (schema.has("maxItems")) {
      parts.add("At most " + schema.at("/maxItems").asText() + ".");
    }
    return parts.stream()
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "))
        .replace("|", "\\|");
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }
}
