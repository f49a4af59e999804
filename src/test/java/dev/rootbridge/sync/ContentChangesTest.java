package dev.rootbridge.sync;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentChangesTest {

  private static final ContentChanges THREE =
      ContentChanges.NONE.and(NOW).and(NOW.plusSeconds(10)).and(NOW.plusSeconds(20));

  @Test
  void theLatestTwoAreKept() {
    assertThat(THREE.times()).containsExactly(NOW.plusSeconds(20), NOW.plusSeconds(10));
  }

  @Test
  void whatIsWrittenDownReadsTheSame() {
    assertThat(ContentChanges.parse(THREE.toString())).isEqualTo(THREE);
    ContentChanges one = ContentChanges.NONE.and(NOW);
    assertThat(ContentChanges.parse(one.toString())).isEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "2026-01-02T03:04:05Z tomorrow",
        "2026-01-02T03:04:05Z 2026-01-02T03:04:05Z 2026-01-02T03:04:05Z 2026-01-02T03:04:05Z",
      })
  void anythingElseCountsAsNothingKnown(String text) {
    assertThat(ContentChanges.parse(text)).isEqualTo(ContentChanges.NONE);
  }

  @Test
  void severalMeansThatTheOneBeforeTheLastCameLaterToo() {
    assertThat(THREE.areSeveralSince(NOW.plusSeconds(9))).isTrue();
    assertThat(THREE.areSeveralSince(NOW.plusSeconds(10))).isFalse();
    assertThat(new ContentChanges(List.of(NOW)).areSeveralSince(NOW.minusSeconds(1))).isFalse();
    assertThat(ContentChanges.NONE.areSeveralSince(NOW)).isFalse();
  }
}
