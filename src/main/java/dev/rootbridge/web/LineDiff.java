package dev.rootbridge.web;

import java.util.ArrayList;
import java.util.List;

/** What changed between two texts, line by line, with the fewest changes there can be. */
final class LineDiff {

  private LineDiff() {}

  /** How a line came about. */
  enum Kind {
    KEPT,
    ADDED,
    REMOVED
  }

  /** A line of either text. */
  record Line(Kind kind, String text) {}

  /** The lines of the later text, with those that were removed in their place. */
  static List<Line> between(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    int[][] common = commonAhead(old, now);
    List<Line> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        lines.add(new Line(Kind.KEPT, old.get(i)));
        i++;
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line(Kind.REMOVED, old.get(i)));
        i++;
      } else {
        lines.add(new Line(Kind.ADDED, now.get(j)));
        j++;
      }
    }
    return List.copyOf(lines);
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
}
