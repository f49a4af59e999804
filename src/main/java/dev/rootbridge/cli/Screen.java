package dev.rootbridge.cli;

import dev.rootbridge.trust.Printable;
import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * Where a command writes lines for people. Names and words from a cluster may be hostile: what
 * could move the cursor, forge lines or turn text around is shown as U+FFFD.
 */
final class Screen {

  private final PrintWriter out;
  private final Paint paint;

  Screen(CommandLine command) {
    this.out = command.getOut();
    this.paint = Paint.of(command);
  }

  static String printable(String text) {
    return Printable.of(text);
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
