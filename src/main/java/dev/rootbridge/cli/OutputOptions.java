package dev.rootbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option of a command that prints for people or for programs. */
final class OutputOptions {

  static final JsonMapper JSON = JsonMapper.builder().build();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      paramLabel = "table|json|yaml",
      converter = OutputFormat.Converter.class,
      description = "How to print it (default: ${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  void print(JsonNode json, Consumer<Screen> table) {
    CommandLine line = command.commandLine();
    try {
      switch (format) {
        case TABLE -> table.accept(new Screen(line));
        case JSON -> line.getOut().println(json.toPrettyString());
        case YAML -> line.getOut().print(YamlDocument.print(json));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written as YAML", e);
    }
    line.getOut().flush();
  }

  /** Where remarks go, apart from what is printed for programs. */
  Diagnostics diagnostics() {
    return new Diagnostics(command.commandLine().getErr());
  }
}
