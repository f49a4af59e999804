package dev.rootbridge.web;

import java.util.ArrayList;
import java.util.List;

/** What changed between two texts, line by line, with the fewest changes there can be. */
final class LineDiff {

  private LineDiff() {}

  /** How a run of lines came about. */
  enum Kind {
    KEPT,
    ADDED,
    REMOVED
  }

  /** Lines that follow each other and came about the same way; never empty. */
  record Run(Kind kind, List<String> lines) {
    Run {
      lines = List.copyOf(lines);
    }
  }

  /** The runs that make up the later text, with what was removed in its place. */
  static List<Run> between(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    int[][] common = commonAhead(old, now);
    Runs runs = new Runs();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        runs.add(Kind.KEPT, old.get(i));
        i++;
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] > common[i][j + 1])) {
        runs.add(Kind.REMOVED, old.get(i));
        i++;
      } else {
        runs.add(Kind.ADDED, now.get(j));
        j++;
      }
    }
    return runs.done();
  }

  /** How many lines the rests of both texts have in common, by where these rests start. */
  private static int[][] commonAhead(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  /** Collects lines into runs. */
  private static final class Runs {
    private final List<Run> runs = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private Kind kind = Kind.KEPT;

    void add(Kind next, String line) {
      if (next != kind) {
        close();
        kind = next;
      }
      lines.add(line);
    }

    List<Run> done() {
      close();
      return List.copyOf(runs);
    }

    private void close() {
      if (!lines.isEmpty()) {
        runs.add(new Run(kind, lines));
        lines.clear();
      }
    }
  }
}
