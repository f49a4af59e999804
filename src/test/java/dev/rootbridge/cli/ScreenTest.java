package dev.rootbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** Whatever a tenant wrote into an annotation or a name, a terminal gets one plain line of it. */
class ScreenTest {

  /** By what they do to a terminal or to the eye. */
  private static final List<String> HOSTILE =
      List.of(
          "\u001b", // ESC
          "\u009b", // CSI, as one character
          "\u0085", // next line
          "\u2028", // line separator
          "\u202e", // right-to-left override
          "\u2066", // isolate
          "\u200b", // zero width space
          "\r", "\n", "\b", "\u007f");

  static Stream<BiConsumer<Screen, String>> waysToPrint() {
    return Stream.of(
        Screen::line,
        Screen::alarm,
        (screen, text) -> {
          TextTable table = new TextTable(List.of("A"));
          table.add(List.of(text));
          screen.table(table);
        },
        (screen, text) -> {
          TextTable table = new TextTable(List.of("A"));
          table.addAlarm(List.of(text));
          screen.table(table);
        });
  }

  @ParameterizedTest
  @MethodSource("waysToPrint")
  void whatIsHostileIsShownAsNoCharacter(BiConsumer<Screen, String> print) {
    for (String hostile : HOSTILE) {
      assertThat(printed(print, "a" + hostile + "2Jb"))
          .as("U+%04X", (int) hostile.charAt(0))
          .contains("a\uFFFD2Jb");
    }
  }

  @ParameterizedTest
  @MethodSource("waysToPrint")
  void wordsOfAnyLanguageStay(BiConsumer<Screen, String> print) {
    String text = "Grüße … 信頼 \ud83d\udd12";
    assertThat(printed(print, text)).contains(text);
  }

  @Test
  void remarksGoByTheSameRule() {
    StringWriter written = new StringWriter();
    new Diagnostics(new PrintWriter(written)).warning("a\u009b2Jb");
    assertThat(written).hasToString("warning: a\uFFFD2Jb" + System.lineSeparator());
  }

  private static String printed(BiConsumer<Screen, String> print, String text) {
    StringWriter written = new StringWriter();
    CommandLine command =
        new CommandLine(new VersionCommand())
            .setOut(new PrintWriter(written))
            .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    print.accept(new Screen(command), text);
    command.getOut().flush();
    return written.toString();
  }
}
