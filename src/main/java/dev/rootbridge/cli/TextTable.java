package dev.rootbridge.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as their widest cell, two spaces between them, none at line ends. */
final class TextTable {

  private static final String GAP = "  ";

  private final List<Row> rows = new ArrayList<>();

  private enum Weight {
    PLAIN,
    ALARM
  }

  private record Row(List<String> cells, Weight weight) {}

  TextTable(List<String> header) {
    add(header);
  }

  void add(List<String> row) {
    rows.add(new Row(row.stream().map(Screen::printable).toList(), Weight.PLAIN));
  }

  /** A row that a reader must not miss. */
  void addAlarm(List<String> row) {
    rows.add(new Row(row.stream().map(Screen::printable).toList(), Weight.ALARM));
  }

  String text() {
    return text(Paint.PLAIN);
  }

  String text(Paint paint) {
    int[] widths = new int[rows.get(0).cells().size()];
    for (Row row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.cells().get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.cells().get(i);
        line.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
      }
      String stripped = line.toString().stripTrailing();
      text.append(row.weight() == Weight.ALARM ? paint.red(stripped) : stripped).append('\n');
    }
    return text.toString();
  }
}
