package dev.rootbridge.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One document of a YAML stream, with the text it was read from, so that what isn't changed can be
 * printed as it was written, comments included.
 *
 * @param text the document without the line that starts it
 */
record YamlDocument(String text, JsonNode content) {

  private static final YAMLMapper YAML =
      YAMLMapper.builder(YAMLFactory.builder().stringQuotingChecker(new AmbiguousScalars()).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .build();

  /**
   * Splits a stream at its document markers (YAML 1.2, section 9.1.2: a line that starts with three
   * dashes is one wherever it stands). Documents without content are dropped.
   *
   * @throws JsonProcessingException if a document isn't YAML, or uses aliases
   */
  static List<YamlDocument> split(String stream) throws IOException {
    List<YamlDocument> documents = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String line : stream.lines().toList()) {
      boolean marker = line.equals("---") || line.startsWith("--- ") || line.startsWith("---\t");
      if (marker) {
        add(documents, text.toString());
        text.setLength(0);
        text.append(line.substring(3).stripLeading());
        if (text.isEmpty()) {
          continue;
        }
      } else {
        text.append(line);
      }
      text.append('\n');
    }
    add(documents, text.toString());
    return documents;
  }

  /** The document with other content, as YAML. */
  static String print(JsonNode content) throws JsonProcessingException {
    return YAML.writeValueAsString(content);
  }

  private static void add(List<YamlDocument> documents, String text) throws IOException {
    refuseAliases(text);
    JsonNode content = YAML.readTree(text);
    if (!content.isMissingNode() && !content.isNull()) {
      documents.add(new YamlDocument(text, content));
    }
  }

  /** A tree of JSON has no aliases; they would silently become strings. */
  private static void refuseAliases(String text) throws IOException {
    try (JsonParser parser = YAML.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
          throw MismatchedInputException.from(
              parser,
              JsonNode.class,
              "aliases (*"
                  + parser.getText()
                  + ") aren't supported: write the value out where it is used");
        }
      }
    }
  }
}
