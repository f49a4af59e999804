package dev.rootbridge.web;

import dev.rootbridge.web.LineDiff.Kind;
import dev.rootbridge.web.LineDiff.Line;
import java.util.BitSet;
import java.util.List;

/**
 * Which lines of a changed YAML text are worth a look: those that changed, a few around them, and
 * those that say what they are part of, such as the name of the container above a new mount.
 */
final class Excerpt {

  private static final int AROUND = 2;

  /** Leaving out fewer lines than this would save none. */
  private static final int WORTH_LEAVING_OUT = 3;

  private Excerpt() {}

  /** The indexes of these lines. */
  static BitSet of(List<Line> lines) {
    BitSet shown = new BitSet(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).kind() != Kind.KEPT) {
        shown.set(Math.max(0, i - AROUND), Math.min(lines.size(), i + AROUND + 1));
        showParents(lines, i, shown);
      }
    }
    showShortGaps(lines.size(), shown);
    return shown;
  }

  private static void showShortGaps(int lines, BitSet shown) {
    int end;
    for (int gap = shown.nextClearBit(0); gap < lines; gap = shown.nextClearBit(end)) {
      int next = shown.nextSetBit(gap);
      end = next < 0 ? lines : next;
      if (end - gap < WORTH_LEAVING_OUT) {
        shown.set(gap, end);
      }
    }
  }

  private static void showParents(List<Line> lines, int of, BitSet shown) {
    int indent = indent(lines.get(of));
    for (int i = of - 1; i >= 0 && indent > 0; i--) {
      if (indent(lines.get(i)) < indent) {
        indent = indent(lines.get(i));
        shown.set(i);
      }
    }
  }

  private static int indent(Line line) {
    return line.text().length() - line.text().stripLeading().length();
  }
}
