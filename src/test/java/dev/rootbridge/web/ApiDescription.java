package dev.rootbridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The API's description, as those who call the API read it. */
final class ApiDescription {

  private static final String ADDRESS = "https://rootbridge.dev/openapi.json";

  private final ObjectMapper json = new ObjectMapper();
  private final JsonNode text;
  private final JsonSchemaFactory schemas;

  private ApiDescription(String text) throws IOException {
    this.text = json.readTree(text);
    this.schemas =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(ADDRESS, text))));
  }

  static ApiDescription read() {
    try {
      return new ApiDescription(Files.readString(Path.of("src/main/resources/web/openapi.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> paths() {
    List<String> paths = new ArrayList<>();
    text.at("/paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  JsonNode at(String pointer) {
    JsonNode found = text.at(pointer);
    assertThat(found.isMissingNode()).as(pointer).isFalse();
    return found;
  }

  /** The texts that a schema's property may be. */
  List<String> choices(String schema, String property) {
    List<String> choices = new ArrayList<>();
    at("/components/schemas/" + schema + "/properties/" + property + "/enum")
        .forEach(choice -> choices.add(choice.asText()));
    return choices;
  }

  /** What the description of a path's answer says against an answer. */
  List<String> complaints(String path, String answer) {
    String pointer =
        "#/paths/"
            + path.replace("/", "~1")
            + "/get/responses/200/content/application~1json/schema";
    JsonSchema schema =
        schemas.getSchema(
            SchemaLocation.of(ADDRESS + pointer),
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    try {
      return schema.validate(json.readTree(answer)).stream().map(Object::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
