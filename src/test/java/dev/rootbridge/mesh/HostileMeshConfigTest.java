package dev.rootbridge.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.MeshConfigOutcome.Parsed;
import dev.rootbridge.mesh.MeshConfigOutcome.Rejected;
import dev.rootbridge.trust.TestCertificate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are to fill the memory, the stack or the time of who reads them. */
class HostileMeshConfigTest {

  private static final String NOT_YAML = "not YAML as it should be: ";

  @Test
  void aTextIsOneMebiByteAtMost() {
    String frame = "accessLogFormat: ";
    String full = frame + "x".repeat((1 << 20) - frame.length());
    assertThat(MeshConfigReader.read(full)).isInstanceOf(Parsed.class);
    assertThat(problem(full + "x")).isEqualTo(NOT_YAML + "it is longer than 1048576 characters");
  }

  @Test
  void valuesAreCountedSinceEachTakesMoreThanItsLetters() {
    assertThat(MeshConfigReader.read("a: [" + "x,".repeat(19_996) + "]"))
        .isInstanceOf(Parsed.class);
    String tooMany = "line 1: it has more than 20000 values, counting aliases in full";
    assertThat(problem("a: [" + "x,".repeat(19_998) + "]")).isEqualTo(NOT_YAML + tooMany);
    assertThat(problem("a: [" + "[],".repeat(300_000) + "]")).isEqualTo(NOT_YAML + tooMany);
    assertThat(problem("a: [" + "x,".repeat(500_000) + "]")).isEqualTo(NOT_YAML + tooMany);
  }

  @ParameterizedTest
  @CsvSource({"'[', ']'", "'{a: ', '}'"})
  void depthIsFiftyAtMost(String start, String end) {
    assertThat(MeshConfigReader.read("a: " + nested(start, end, 49))).isInstanceOf(Parsed.class);
    assertThat(problem("a: " + nested(start, end, 50)))
        .isEqualTo(NOT_YAML + "line 1: it is nested deeper than 50");
    assertThat(problem(start.repeat(100_000)))
        .isEqualTo(NOT_YAML + "line 1: it is nested deeper than 50");
  }

  @Test
  void depthByIndentationIsTheSame() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append(" ".repeat(i)).append("a:\n");
    }
    assertThat(problem(text.toString()))
        .isEqualTo(NOT_YAML + "line 51: it is nested deeper than 50");
  }

  /** Ten letters a line, a billion laughs in the end. */
  @Test
  void aliasesOfAliasesCountInFull() {
    StringBuilder text = new StringBuilder("a0: &a0 [lol, lol]\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(problem(text.toString()))
        .isEqualTo(NOT_YAML + "line 13: it has more than 20000 values, counting aliases in full");
  }

  @Test
  void merelyManyAliasesOfCollectionsAreRefusedToo() {
    assertThat(problem("a: &a []\nb: [" + "*a, ".repeat(51) + "]"))
        .isEqualTo(
            NOT_YAML + "Number of aliases for non-scalar nodes exceeds the specified max=50");
  }

  /** Each would be parsed anew, and each of its certificates kept. */
  @Test
  void oneCertificateIsNotReadOverAndOver() {
    String pem = TestCertificate.root("O=B").pem().replace("\n", "\\n");
    String text = "x: &pem \"%s\"\ncaCertificates: [%s]\n";
    assertThat(MeshConfigReader.read(text.formatted(pem, "{pem: *pem}, ".repeat(100))))
        .isInstanceOfSatisfying(
            Parsed.class, parsed -> assertThat(parsed.trust().roots()).hasSize(100));
    assertThat(problem(text.formatted(pem, "{pem: *pem}, ".repeat(5000))))
        .isEqualTo(
            NOT_YAML + "line 2: it has more than 1048576 characters, counting aliases in full");
  }

  @Test
  void namesAreNotMultipliedByAliasesOfTheirList() {
    String names = String.join(",", IntStream.range(0, 2000).mapToObj(i -> "d" + i).toList());
    String text = "x: &names [%s]\ncaCertificates: [%s]\n";
    assertThat(MeshConfigReader.read(text.formatted(names, "{trustDomains: *names}, ".repeat(8))))
        .isInstanceOfSatisfying(
            Parsed.class,
            parsed -> assertThat(parsed.domains().listed().orElseThrow()).hasSize(16_000));
    assertThat(problem(text.formatted(names, "{trustDomains: *names}, ".repeat(49))))
        .isEqualTo(NOT_YAML + "line 2: it has more than 20000 values, counting aliases in full");
  }

  /** What holds itself has no hash, no size and no text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &x [*x]\n? [*x]\n: 1\n",
        "a: &x {y: *x}\n? {z: *x}\n: 1\n",
        "a: &x {<<: *x}\n",
        "a: &x\n  b: &y {<<: *x}\n  <<: *y\n",
        "&x {caCertificates: [*x]}",
        "? &x [*x]\n: 1\n",
        "!!set {? &x [*x]}",
      })
  void whatHoldsItselfIsRejected(String text) {
    assertThat(problem(text)).startsWith(NOT_YAML + "line ");
    assertThat(problem(text))
        .containsAnyOf("an alias stands inside of what it stands for", "a key is no text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{[a, b]: 1}",
        "? {a: 1}\n: 2\n",
        "a: &x [b]\n*x : 1\n",
        "!!set {? [a]}",
      })
  void aKeyIsText(String text) {
    assertThat(problem(text)).startsWith(NOT_YAML + "line ").endsWith(": a key is no text");
  }

  @Test
  void aKeyMayBeAnAliasOfText() {
    assertThat(MeshConfigReader.read("x: &name trustDomain\n*name : a.example\n"))
        .isInstanceOfSatisfying(
            Parsed.class, parsed -> assertThat(parsed.domains().local()).contains("a.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\na: 2\n",
        "trustDomain: a.example\n\"trustDomain\": b.example\n",
        "defaultConfig: {tracing: {}, tracing: {}}\n",
        "caCertificates: [{pem: '', pem: ''}]\n",
        "x: &k a\n*k : 1\n*k : 2\n",
      })
  void aKeyIsThereOnce(String text) {
    assertThat(problem(text)).contains(NOT_YAML + "found duplicate key ");
  }

  /** Types of this program are nobody's to make, and others istiod would refuse. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!!javax.script.ScriptEngineManager [] | Global tag is not allowed",
        "!<tag:yaml.org,2002:java.net.URL> [x] | Global tag is not allowed",
        "a: !!python/object/apply:os.system [x] | Global tag is not allowed",
        "a: !mine {} | could not determine a constructor for the tag !mine",
        "'%TAG ! tag:example.org,2026:\n---\na: !x {}' | could not determine a constructor for the tag tag:example.org,2026:x",
      })
  void tagsMakeNothing(String text, String problem) {
    assertThat(problem(text)).contains(NOT_YAML + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trustDomain: !!binary YS5leGFtcGxl",
        "trustDomain: 10.0",
        "trustDomain: 2026-11-25",
        "trustDomain: yes",
        "trustDomain: [a]",
      })
  void aNameIsText(String text) {
    assertThat(problem(text)).isEqualTo("trustDomain is no string");
  }

  @Test
  void oneDocumentIsAllThereIs() {
    assertThat(problem("trustDomain: a.example\n---\ntrustDomain: b.example\n"))
        .isEqualTo("line 2: not YAML as it should be: but found another document");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: \u0000", "a: \u001b[2J"})
  void whatIsNoTextIsRejected(String text) {
    assertThat(problem(text)).isEqualTo(NOT_YAML + "special characters are not allowed");
  }

  @Test
  void halfACharacterIsRejected() {
    assertThat(problem("a: \ud800")).startsWith(NOT_YAML + "The last char is HighSurrogate");
  }

  @Test
  void numbersOfManyDigitsAreNobodysBusiness() {
    for (String number : List.of("9".repeat(1_000_000), "1" + ":59".repeat(300_000))) {
      assertThat(MeshConfigReader.read("connectTimeout: " + number)).isInstanceOf(Parsed.class);
    }
  }

  private static String nested(String start, String end, int depth) {
    return start.repeat(depth) + end.repeat(depth);
  }

  private static String problem(String text) {
    assertThat(MeshConfigReader.read(text)).isInstanceOf(Rejected.class);
    return ((Rejected) MeshConfigReader.read(text)).problem();
  }
}
