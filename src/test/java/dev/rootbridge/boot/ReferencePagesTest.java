package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/reference} says follows from the code, and from nothing else. */
class ReferencePagesTest {

  private static final String RENEW = "./mvnw test -Dtest=ReferencePagesTest -Dreference.renew";
  static final String GENERATED = "<!-- Made of the code; renewed by: " + RENEW + " -->\n";

  private static final Path FOLDER = Path.of("docs/reference");
  private static final Pattern METER =
      Pattern.compile("(?:builder|counter|timer|gauge)\\(\\s*\"(rootbridge[.a-z]+)\"");

  enum Page {
    CONFIGURATION("configuration.md", ConfigurationPage::text),
    RESOURCE("federatedtrustdomain.md", ResourcePage::text),
    METRICS("metrics.md", MetricsPage::text),
    COMMANDS("commands.md", CommandPage::text);

    private final String file;
    private final Supplier<String> text;

    Page(String file, Supplier<String> text) {
      this.file = file;
      this.text = text;
    }
  }

  @ParameterizedTest
  @EnumSource(Page.class)
  void itIsAsTheCodeHasIt(Page page) throws IOException {
    Path file = FOLDER.resolve(page.file);
    if (System.getProperty("reference.renew") != null) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, page.text.get());
    }
    assertThat(file).as("renewed by: %s", RENEW).hasContent(page.text.get());
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
