package dev.rootbridge.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Collectors;

/**
 * Whatever text a source has, it is all certificates or a problem that can be told. In a usual
 * build the kept inputs are tried again; the profile {@code fuzz} looks for new ones, which land
 * beside them.
 */
class PemFuzzTest {

  private static final String ROOT = FixedRoot.plain().pem();

  /** What inputs have in the place of certificates, none of which is kept in a file. */
  private static final String PLACEHOLDER = "%ROOT%";

  /** Of the base64 inside. */
  private static final String BODY_PLACEHOLDER = "%BODY%";

  private static final String BODY =
      ROOT.lines().filter(line -> !line.startsWith("-")).collect(Collectors.joining("\n"));

  private static final PemLimits LIMITS = new PemLimits(20_000, 5, 2000, 10, 10);

  /** A problem repeats nothing of what was read but the label of a block. */
  private static final int LONGEST_PROBLEM = 300;

  @FuzzTest(maxDuration = "")
  void everyTextIsCertificatesOrAProblemThatCanBeTold(byte[] bytes) {
    String text =
        new String(bytes, UTF_8).replace(PLACEHOLDER, ROOT).replace(BODY_PLACEHOLDER, BODY);

    PemOutcome outcome = PemCertificates.parse(text, LIMITS);

    if (outcome instanceof PemOutcome.Rejected rejected) {
      assertThat(rejected.line())
          .isBetween(1, 1 + (int) text.chars().filter(c -> c == '\n').count());
      assertThat(rejected.problem())
          .isNotBlank()
          .hasSizeLessThan(LONGEST_PROBLEM)
          .isEqualTo(Printable.of(rejected.problem()));
    } else {
      checkCertificates(text, (PemOutcome.Certificates) outcome);
    }
  }

  private static void checkCertificates(String text, PemOutcome.Certificates read) {
    assertThat(read.entries()).hasSizeBetween(1, LIMITS.maxCertificates());
    String[] lines = text.split("\n", -1);
    for (PemOutcome.Entry entry : read.entries()) {
      assertThat(lines[entry.line() - 1]).contains("-----BEGIN CERTIFICATE-----");
    }
    assertThat(text.split("-----BEGIN", -1)).hasSize(read.entries().size() + 1);
    String printed = read.anchors().stream().map(Anchor::pem).collect(Collectors.joining());
    assertThat(PemCertificatesTest.anchors(printed)).isEqualTo(read.anchors());
  }
}
