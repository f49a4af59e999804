package dev.rootbridge.web;

import dev.rootbridge.web.LineDiff.Kind;
import dev.rootbridge.web.LineDiff.Line;
import dev.rootbridge.web.StatusView.Passage;
import dev.rootbridge.web.StatusView.PassageKind;
import dev.rootbridge.web.StatusView.SampleSection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Says in words what happened to a sample pod. */
final class SampleInWords {

  private SampleInWords() {}

  static SampleSection of(PodSample sample) {
    List<Line> lines = LineDiff.between(sample.before(), sample.after());
    BitSet shown = Excerpt.of(lines);
    BitSet all = new BitSet();
    all.set(0, lines.size());
    return new SampleSection(
        sample.title(),
        summary(count(lines, Kind.ADDED), count(lines, Kind.REMOVED)),
        passages(lines, shown, Kind.ADDED),
        passages(lines, shown, Kind.REMOVED),
        passages(lines, all, Kind.REMOVED));
  }

  private static String summary(int added, int removed) {
    if (added + removed == 0) {
      return "Rootbridge changed nothing.";
    }
    return "Rootbridge added "
        + lines(added)
        + " (marked +) and removed "
        + (removed == 0 ? "none" : lines(removed))
        + ".";
  }

  private static int count(List<Line> lines, Kind kind) {
    return (int) lines.stream().filter(line -> line.kind() == kind).count();
  }

  private static String lines(int number) {
    return number + (number == 1 ? " line" : " lines");
  }

  /**
   * @param shown the other lines are only counted
   * @param without lines of this kind belong to the other text
   */
  private static List<Passage> passages(List<Line> lines, BitSet shown, Kind without) {
    List<Passage> passages = new ArrayList<>();
    int next;
    for (int from = 0; from < lines.size(); from = next) {
      Kind kind = lines.get(from).kind();
      if (shown.get(from)) {
        next = from + 1;
        while (next < lines.size() && shown.get(next) && lines.get(next).kind() == kind) {
          next++;
        }
        if (kind != without) {
          passages.add(passage(kind, lines.subList(from, next)));
        }
      } else {
        int hiddenEnd = shown.nextSetBit(from);
        next = hiddenEnd < 0 ? lines.size() : hiddenEnd;
        passages.add(
            new Passage(PassageKind.LEFT_OUT, "  ⋯ " + lines(next - from) + " as before\n"));
      }
    }
    return passages;
  }

  private static Passage passage(Kind kind, List<Line> lines) {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(sign(kind)).append(line.text()).append('\n');
    }
    return new Passage(
        switch (kind) {
          case KEPT -> PassageKind.KEPT;
          case ADDED -> PassageKind.ADDED;
          case REMOVED -> PassageKind.REMOVED;
        },
        text.toString());
  }

  private static String sign(Kind kind) {
    return switch (kind) {
      case KEPT -> "  ";
      case ADDED -> "+ ";
      case REMOVED -> "- ";
    };
  }
}
