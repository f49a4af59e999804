package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PemReadingTest {

  private static final TestCertificate A = TestCertificate.root("CN=A");
  private static final TestCertificate B = TestCertificate.root("CN=B");

  @Test
  void aSourceIsHeldToTheLimitsThatAreSet() {
    String two = A.pem() + B.pem();

    assertThat(PemReading.of(two, PemLimits.DEFAULTS, "inline"))
        .isEqualTo(new SourceReading.Read(List.of(A.anchor(), B.anchor())));
    assertThat(PemReading.of(two, PemLimits.DEFAULTS.withMaxCertificates(1), "inline"))
        .isEqualTo(
            new SourceReading.Failed(
                SourceReading.Failure.MALFORMED,
                "inline, line %d: more than 1 certificates, which is the limit for one source"
                    .formatted(A.pem().lines().count() + 1)));
  }

  @Test
  void whatWasReadWithinHigherLimitsIsNotLostInTheStatus() {
    String[] names = IntStream.range(0, 500).mapToObj(i -> "n" + i).toArray(String[]::new);
    TrackedAnchor large =
        new TrackedAnchor(
            TestCertificate.ca("CN=Large").dns(names).mint().anchor(),
            AnchorState.ACTIVE,
            TestCertificate.NOW,
            Optional.empty(),
            "");

    assertThat(StatusAnchors.read(List.of(StatusAnchors.of(large))).anchors())
        .containsExactly(large);
  }
}
