package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountPathTest {

  private static final MountPath CERTS = MountPath.of("/etc/certs");

  @ParameterizedTest
  @CsvSource({
    "/etc/certs, /etc/certs",
    "/etc/certs/, /etc/certs",
    "//etc///certs//, /etc/certs",
    "/etc/./certs/., /etc/certs",
    "/etc/istio/../certs, /etc/certs",
    "/../../etc/certs, /etc/certs",
    "etc/certs, /etc/certs",
    "/etc/..., /etc/...",
    "/, /",
    "'', /",
    ".., /"
  })
  void equalPlacesAreEqual(String raw, String clean) {
    assertThat(MountPath.of(raw).clean()).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/certs", "/etc/certs/", "/etc/certs/a", "/etc/certs/a/b"})
  void whatIsAtOrBelowIsContained(String raw) {
    assertThat(CERTS.contains(MountPath.of(raw))).isTrue();
    assertThat(CERTS.overlaps(MountPath.of(raw))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/etc"})
  void whatIsAboveOverlapsOnly(String raw) {
    assertThat(CERTS.contains(MountPath.of(raw))).isFalse();
    assertThat(CERTS.overlaps(MountPath.of(raw))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/certs-of-partner", "/etc/cert", "/etc/certificates", "/var/etc/certs"})
  void namesakesAreNeither(String raw) {
    assertThat(CERTS.contains(MountPath.of(raw))).isFalse();
    assertThat(CERTS.overlaps(MountPath.of(raw))).isFalse();
  }

  @Test
  void theRootContainsEverything() {
    assertThat(MountPath.of("/").contains(CERTS)).isTrue();
  }
}
