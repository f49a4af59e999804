package dev.rootbridge.web;

import static java.util.stream.Collectors.joining;

import dev.rootbridge.web.StatusView.Passage;
import dev.rootbridge.web.StatusView.SampleSection;
import java.util.List;

/** Says in words what happened to a sample pod. */
final class SampleInWords {

  private SampleInWords() {}

  static SampleSection of(PodSample sample) {
    List<LineDiff.Run> runs = LineDiff.between(sample.before(), sample.after());
    int added = lines(runs, LineDiff.Kind.ADDED);
    int removed = lines(runs, LineDiff.Kind.REMOVED);
    return new SampleSection(
        sample.title(),
        added + removed == 0
            ? "Rootbridge changed nothing."
            : "Rootbridge added "
                + added
                + " lines, which start with +, and removed "
                + (removed == 0 ? "none." : removed + ", which start with -."),
        sample.before(),
        runs.stream().map(SampleInWords::passage).toList());
  }

  private static Passage passage(LineDiff.Run run) {
    String sign =
        switch (run.kind()) {
          case KEPT -> "  ";
          case ADDED -> "+ ";
          case REMOVED -> "- ";
        };
    return new Passage(
        run.kind(), run.lines().stream().map(line -> sign + line + "\n").collect(joining()));
  }

  private static int lines(List<LineDiff.Run> runs, LineDiff.Kind kind) {
    return runs.stream()
        .filter(run -> run.kind() == kind)
        .mapToInt(run -> run.lines().size())
        .sum();
  }
}
