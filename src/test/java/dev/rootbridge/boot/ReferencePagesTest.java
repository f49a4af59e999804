package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/reference} says follows from the code, and from nothing else. */
class ReferencePagesTest {

  private static final String RENEW = "./mvnw test -Dtest=ReferencePagesTest -Dreference.renew";
  static final String GENERATED = "<!-- Made of the code; renewed by: " + RENEW + " -->\n";

  private static final Path FOLDER = Path.of("docs/reference");
  private static final Pattern METER =
      Pattern.compile("(?:builder|counter|timer|gauge)\\(\\s*\"(rootbridge[.a-z]+)\"");

  static Stream<Arguments> pages() {
    return Stream.of(
        Arguments.of("configuration.md", ConfigurationPage.text()),
        Arguments.of("federatedtrustdomain.md", ResourcePage.text()),
        Arguments.of("metrics.md", MetricsPage.text()),
        Arguments.of("commands.md", CommandPage.text()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void itIsAsTheCodeHasIt(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name);
    if (System.getProperty("reference.renew") != null) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertThat(file).as("renewed by: %s", RENEW).hasContent(text);
  }

  /** Those that the test doesn't make count would be missing. */
  @Test
  void noMetricOfTheCodeIsMissing() throws IOException {
    Set<String> made = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        METER
            .matcher(Files.readString(source))
            .results()
            .forEach(meter -> made.add(meter.group(1).replace('.', '_')));
      }
    }
    assertThat(made).hasSizeGreaterThan(10);
    String page = MetricsPage.text();
    assertThat(made).allSatisfy(meter -> assertThat(page).contains("| `" + meter));
  }
}
