package dev.rootbridge.spiffe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.spiffe.SpiffeBundleOutcome.Parsed;
import dev.rootbridge.spiffe.SpiffeBundleOutcome.Rejected;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.SpiffeBundle;
import dev.rootbridge.trust.TestCertificate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SpiffeBundlePropertiesTest {

  private static final SpiffeBundle BUNDLE =
      new SpiffeBundle(
          List.of(TestCertificate.root("CN=A").anchor(), TestCertificate.root("CN=B").anchor()),
          OptionalLong.of(7),
          Optional.empty());
  private static final String DOCUMENT = SpiffeBundleWriter.print(BUNDLE);

  @Property(tries = 2000)
  void anyTextHasAnOutcome(@ForAll String text) {
    assertHasAnOutcome(text);
  }

  @Property(tries = 2000)
  void aDamagedDocumentHasAnOutcome(
      @ForAll @IntRange(max = 3000) int place, @ForAll char replacement) {
    StringBuilder damaged = new StringBuilder(DOCUMENT);
    damaged.setCharAt(place % DOCUMENT.length(), replacement);
    assertHasAnOutcome(damaged.toString());
  }

  @Property(tries = 1000)
  void aCutNeverLooksLikeFewerAuthorities(@ForAll @IntRange(max = 3000) int cut) {
    String shorter = DOCUMENT.substring(0, cut % DOCUMENT.length());

    SpiffeBundleOutcome outcome = new SpiffeBundleReader(PemLimits.DEFAULTS).read(shorter);

    // All but the newline at the end is still the whole document.
    assertThat(outcome instanceof Parsed).isEqualTo(shorter.length() == DOCUMENT.length() - 1);
  }

  private static void assertHasAnOutcome(String document) {
    SpiffeBundleOutcome outcome = new SpiffeBundleReader(PemLimits.DEFAULTS).read(document);

    if (outcome instanceof Rejected rejected) {
      assertThat(rejected.message()).doesNotContain("\n");
    }
  }
}
