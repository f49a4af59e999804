package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.Documents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each block of commands in a document is run by {@link DocumentedCommandsIT}, or says why not. */
class CommandBlockTest {

  private static final Set<String> LANGUAGES =
      Set.of(CommandBlock.LANGUAGE, "mermaid", "properties", "yaml", "json", "text");

  /** What a block must hold to need it. */
  private static final Map<String, Pattern> NEEDS =
      Map.of(
          "cluster",
          Pattern.compile(
              "\\bkubectl (?!kustomize\\b)|\\bkind (create|delete|load)\\b|\\bistioctl "
                  + "|\\bhelm\\b.* (install|upgrade|uninstall)\\b|\\bcerts/serving .*--apply"
                  + "|\\brootbridge (status|doctor|explain|who-can-mint|map|distrust|approve"
                  + "|federate)\\b"),
          "network",
          Pattern.compile("\\b(docker|podman|buildah) (pull|build)\\b"),
          // The build is this.
          "maven",
          Pattern.compile("[.]/mvnw verify\\b"),
          // It goes on until it is stopped, or for hours: no test runs it.
          "a developer",
          Pattern.compile("[.]/mvnw (?!verify\\b)"));

  @Test
  void eachBlockSaysWhatLanguageItIsIn() {
    List<CommandBlock.Fenced> others = new ArrayList<>();
    for (Path document : Documents.all()) {
      CommandBlock.fenced(document).stream()
          .filter(block -> !LANGUAGES.contains(block.language()))
          .forEach(others::add);
    }
    assertThat(others).as("no block of %s", LANGUAGES).isEmpty();
  }

  /** Else there would be blocks that no test finds. */
  @Test
  void noBlockIsMadeByIndentationAlone() {
    List<String> indented = new ArrayList<>();
    for (Path document : Documents.all()) {
      List<String> lines = CommandBlock.otherLines(document);
      for (int i = 1; i < lines.size(); i++) {
        if (lines.get(i).startsWith("    ") && lines.get(i - 1).isBlank()) {
          indented.add(Documents.ROOT.relativize(document) + ":" + (i + 1));
        }
      }
    }
    assertThat(indented).isEmpty();
  }

  @Test
  void aBlockIsMarkedByWhatItsCommandsNeedAndNothingElse() {
    List<String> wrong = new ArrayList<>();
    for (CommandBlock block : CommandBlock.inDocuments()) {
      Set<String> needs = new TreeSet<>();
      NEEDS.forEach(
          (need, sign) -> {
            if (sign.matcher(block.text()).find()) {
              needs.add(need);
            }
          });
      if (!needs.equals(block.needs())) {
        wrong.add(block + " needs " + needs + ", but is marked by " + block.needs());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void thereAreBlocksOfEitherKind() {
    List<CommandBlock> blocks = CommandBlock.inDocuments();
    assertThat(blocks.stream().filter(block -> block.needs().isEmpty())).hasSizeGreaterThan(4);
    assertThat(blocks.stream().filter(block -> !block.needs().isEmpty())).hasSizeGreaterThan(20);
  }
}
