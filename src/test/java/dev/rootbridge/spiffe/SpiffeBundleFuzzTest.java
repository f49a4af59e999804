package dev.rootbridge.spiffe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.rootbridge.spiffe.SpiffeBundleOutcome.Parsed;
import dev.rootbridge.spiffe.SpiffeBundleOutcome.Rejected;
import dev.rootbridge.trust.FixedRoot;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.SpiffeBundle;
import java.util.Base64;

/**
 * Whatever a bundle endpoint says, it is a bundle or a problem that can be told. In a usual build
 * the kept inputs are tried again; the profile {@code fuzz} looks for new ones, which land beside
 * them.
 */
class SpiffeBundleFuzzTest {

  /** What inputs have in the place of a certificate, none of which is kept in a file. */
  private static final String PLACEHOLDER = "%ROOT%";

  private static final String ROOT =
      Base64.getEncoder().encodeToString(FixedRoot.plain().anchor().der());

  private static final PemLimits LIMITS = new PemLimits(20_000, 5, 2000, 10, 10);

  /** A problem repeats nothing of the document. */
  private static final int LONGEST_PROBLEM = 300;

  @FuzzTest(maxDuration = "")
  void everyDocumentIsABundleOrAProblemThatCanBeTold(byte[] bytes) {
    String document = new String(bytes, UTF_8).replace(PLACEHOLDER, ROOT);

    SpiffeBundleOutcome outcome = new SpiffeBundleReader(LIMITS).read(document);

    if (outcome instanceof Rejected rejected) {
      assertThat(rejected.message())
          .isNotBlank()
          .hasSizeLessThan(LONGEST_PROBLEM)
          .doesNotContainPattern("\\p{Cntrl}");
    } else {
      checkBundle(((Parsed) outcome).bundle());
    }
  }

  private static void checkBundle(SpiffeBundle bundle) {
    assertThat(bundle.anchors()).hasSizeLessThanOrEqualTo(LIMITS.maxCertificates());
    if (bundle.anchors().stream().allMatch(anchor -> anchor.keyType().isPresent())) {
      String printed = SpiffeBundleWriter.print(bundle);
      assertThat(new SpiffeBundleReader(PemLimits.UNLIMITED).read(printed))
          .isEqualTo(new Parsed(bundle));
    }
  }
}
