package dev.rootbridge.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one benchmark found: goals with what was measured, and plain figures. It is printed, and
 * written to {@code target/bench/results}: as JSON for programs, as a table for people, and into
 * {@code summary.md} with the tables of the other benchmarks.
 */
public final class Report {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER =
      Path.of(System.getProperty("bench.results", "target/bench/results")).toAbsolutePath();
  private static final String TABLE = ".table.md";

  private final String name;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();

  private record Measurement(Goal goal, double value) {

    boolean reached() {
      return goal.isReachedBy(value);
    }
  }

  private record Figure(String name, String text) {}

  private Report(String name) {
    this.name = name;
  }

  /**
   * An empty one.
   *
   * @param name of the benchmark; its files are named by it
   */
  public static Report of(String name) {
    return new Report(name);
  }

  /** Where files of a benchmark go that it writes itself. */
  public static Path file(String name) {
    try {
      Files.createDirectories(FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FOLDER.resolve(name);
  }

  public Report measured(Goal goal, double value) {
    measurements.add(new Measurement(goal, value));
    return this;
  }

  /** Something measured that nothing was promised of. */
  public Report figure(String what, String text) {
    figures.add(new Figure(what, text));
    return this;
  }

  /**
   * Prints and writes it.
   *
   * @throws AssertionError if a goal is missed that is the same on every machine, after all is
   *     written
   */
  public void publish() {
    try {
      String table = table();
      System.out.print("\n" + table + "\n");
      Files.writeString(file(name + TABLE), table);
      JSON.writerWithDefaultPrettyPrinter().writeValue(file(name + ".json").toFile(), json());
      Files.writeString(file("summary.md"), allTables());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String missed =
        measurements.stream()
            .filter(m -> m.goal().weight() == Goal.Weight.REQUIRED && !m.reached())
            .map(
                m -> m.goal().name() + ": " + m.goal().text(m.value()) + ", not " + m.goal().text())
            .collect(Collectors.joining("; "));
    if (!missed.isEmpty()) {
      throw new AssertionError(missed);
    }
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table
        .append("## ")
        .append(name)
        .append("\n\n")
        .append(Machine.describe())
        .append(", ")
        .append(Instant.now().truncatedTo(ChronoUnit.SECONDS))
        .append("\n\n| what | goal | measured | |\n|---|---|---|---|\n");
    for (Measurement measurement : measurements) {
      Goal goal = measurement.goal();
      String verdict = measurement.reached() ? "reached" : "**missed**";
      row(table, goal.name(), goal.text(), goal.text(measurement.value()), verdict);
    }
    figures.forEach(figure -> row(table, figure.name(), "", figure.text(), ""));
    return table.toString();
  }

  private static void row(StringBuilder table, String... cells) {
    table.append(Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("benchmark", name);
    json.put("machine", Machine.describe());
    json.put("at", Instant.now().toString());
    ArrayNode goals = json.putArray("goals");
    for (Measurement measurement : measurements) {
      goals
          .addObject()
          .put("name", measurement.goal().name())
          .put("bound", measurement.goal().bound().name())
          .put("limit", measurement.goal().limit())
          .put("unit", measurement.goal().unit())
          .put("weight", measurement.goal().weight().name())
          .put("measured", measurement.value())
          .put("reached", measurement.reached());
    }
    ObjectNode others = json.putObject("figures");
    figures.forEach(figure -> others.put(figure.name(), figure.text()));
    return json;
  }

  private static String allTables() throws IOException {
    List<Path> tables;
    try (Stream<Path> files = Files.list(FOLDER)) {
      tables = files.filter(file -> file.toString().endsWith(TABLE)).sorted().toList();
    }
    StringBuilder all = new StringBuilder("# Benchmarks\n");
    for (Path table : tables) {
      all.append('\n').append(Files.readString(table));
    }
    return all.toString();
  }
}
