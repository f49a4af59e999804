package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import java.util.List;

/** Observations as they are printed: a line each, and what mends it on the next. */
final class ObservationReport {

  private ObservationReport() {}

  static void print(List<Observation> observations, Screen screen) {
    observations.forEach(observation -> print("", observation, screen));
  }

  /**
   * @param before stands in its line before it
   */
  static void print(String before, Observation observation, Screen screen) {
    String line =
        "%s%-8s %s: %s"
            .formatted(
                before,
                word(observation.outcome()),
                observation.about(),
                observation.outcome().text());
    if (observation.isFailure()) {
      screen.alarm(line);
    } else {
      screen.line(line);
    }
    observation
        .outcome()
        .remedy()
        .ifPresent(
            remedy -> screen.line(" ".repeat(before.length() + 9) + "to mend it: " + remedy));
  }

  static ArrayNode json(List<Observation> observations) {
    ArrayNode json = OutputOptions.JSON.createArrayNode();
    for (Observation observation : observations) {
      ObjectNode entry = json.addObject();
      entry.put("about", observation.about());
      entry.put("outcome", word(observation.outcome()));
      entry.put("text", observation.outcome().text());
      observation.outcome().remedy().ifPresent(remedy -> entry.put("remedy", remedy));
    }
    return json;
  }

  private static String word(Outcome outcome) {
    if (outcome instanceof Outcome.Ok) {
      return "ok";
    }
    if (outcome instanceof Outcome.Warning) {
      return "warning";
    }
    return outcome instanceof Outcome.Failed ? "FAILED" : "unknown";
  }
}
