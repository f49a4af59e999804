package dev.rootbridge.it;

import dev.rootbridge.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of commands in a document, with what it needs by the comment right above it, such as
 * {@code <!-- needs: cluster -->}; without that, it runs on any checkout that is built.
 *
 * @param line where it begins in the document
 */
record CommandBlock(Path document, int line, Set<String> needs, String text) {

  static final String LANGUAGE = "sh";

  private static final Pattern FENCE = Pattern.compile(" *```(.*)");
  private static final Pattern MARK = Pattern.compile(" *<!-- needs: ([a-z, ]+) -->");

  /** A fenced block of whatever language. */
  record Fenced(Path document, int line, String language, String above, String text) {

    @Override
    public String toString() {
      return place(document, line);
    }
  }

  static List<CommandBlock> inDocuments() {
    return Documents.all().stream().flatMap(document -> in(document).stream()).toList();
  }

  static List<CommandBlock> in(Path document) {
    return fenced(document).stream()
        .filter(block -> block.language().equals(LANGUAGE))
        .map(block -> new CommandBlock(document, block.line(), needs(block.above()), block.text()))
        .toList();
  }

  static List<Fenced> fenced(Path document) {
    List<String> lines = lines(document);
    List<Fenced> blocks = new ArrayList<>();
    for (int start = 0; start < lines.size(); start++) {
      Matcher fence = FENCE.matcher(lines.get(start));
      if (fence.matches()) {
        int end = start + 1;
        while (!lines.get(end).strip().equals("```")) {
          end++;
        }
        blocks.add(
            new Fenced(
                document,
                start + 1,
                fence.group(1),
                start == 0 ? "" : lines.get(start - 1),
                String.join("\n", lines.subList(start + 1, end)).stripIndent()));
        start = end;
      }
    }
    return blocks;
  }

  /** The lines of a document, those in fenced blocks made empty. */
  static List<String> otherLines(Path document) {
    List<String> others = new ArrayList<>(lines(document));
    for (Fenced block : fenced(document)) {
      int end = block.line() + (int) block.text().lines().count() + 1;
      others.subList(block.line() - 1, end).replaceAll(line -> "");
    }
    return others;
  }

  private static Set<String> needs(String above) {
    Matcher mark = MARK.matcher(above);
    return mark.matches() ? Set.of(mark.group(1).split(", ")) : Set.of();
  }

  private static List<String> lines(Path document) {
    try {
      return Files.readAllLines(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String place(Path document, int line) {
    return Documents.ROOT.relativize(document.toAbsolutePath()) + ":" + line;
  }

  @Override
  public String toString() {
    return place(document, line);
  }
}
