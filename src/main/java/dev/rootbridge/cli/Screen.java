package dev.rootbridge.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * Where a command writes lines for people. Names and words from a cluster may be hostile: control
 * characters in them, which could move the cursor or forge lines, are shown as U+FFFD.
 */
final class Screen {

  private final PrintWriter out;
  private final Paint paint;

  Screen(CommandLine command) {
    this.out = command.getOut();
    this.paint = Paint.of(command);
  }

  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  void line(String text) {
    out.println(printable(text));
  }

  /** What a reader must not miss. */
  void alarm(String text) {
    out.println(paint.red(printable(text)));
  }

  void blank() {
    out.println();
  }

  void table(TextTable table) {
    out.print(table.text(paint));
  }
}
