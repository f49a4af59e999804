package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.RemoteFacts;
import java.util.List;

/**
 * The way to another cluster as it is printed, its steps numbered.
 *
 * @param steps in their order
 */
record RemoteReport(RemoteFacts remote, List<Observation> steps) {

  void print(Screen screen) {
    screen.blank();
    screen.line(
        remote.use() instanceof RemoteFacts.Use.Source source
            ? "cluster "
                + remote.name()
                + ", where the roots of "
                + source.domain().trustDomain()
                + " are read:"
            : "cluster " + remote.name() + ", which this one's istiod serves too:");
    for (int i = 0; i < steps.size(); i++) {
      ObservationReport.print(i + 1 + ". ", steps.get(i), screen);
    }
  }

  /** Beside the other observations, so each step says whose it is. */
  ArrayNode json() {
    ArrayNode json = ObservationReport.json(steps);
    for (int i = 0; i < json.size(); i++) {
      ((ObjectNode) json.get(i)).put("cluster", remote.name()).put("step", i + 1);
    }
    return json;
  }
}
