package dev.rootbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyReleaseTest {

  @ParameterizedTest
  @CsvSource({
    "docker.io/istio/proxyv2:1.30.1, 1.30.1",
    "docker.io/istio/proxyv2:1.29.4-distroless, 1.29.4",
    "gcr.io/istio-release/proxyv2:v1.31.0, 1.31.0",
    "registry.example:5000/mesh/proxyv2:1.29.0, 1.29.0",
    "proxyv2:1.28.10, 1.28.10",
    "istio/proxyv2:1.29.0-rc.1, 1.29.0",
    "istio/proxyv2:1.29.3_fips, 1.29.3",
    "istio/proxyv2:1.29.4@sha256:0c8b4f1a, 1.29.4",
  })
  void theTagTellsTheRelease(String image, String release) {
    assertThat(ProxyRelease.ofImage(image)).get().hasToString(release);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "istio/proxyv2",
        "istio/proxyv2:",
        "istio/proxyv2:latest",
        "istio/proxyv2:1.30",
        "istio/proxyv2:1.30-alpha.0c8b4f1a",
        "istio/proxyv2:1.30.1x5",
        "istio/proxyv2:99999999999.30.1",
        "istio/proxyv2@sha256:0c8b4f1a",
        "registry.example:1.29.1/proxyv2",
        "auto",
      })
  void anImageWithoutAReleaseInItsTagTellsNone(String image) {
    assertThat(ProxyRelease.ofImage(image)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.28.99, false",
    "1.29.0, true",
    "1.29.17, true",
    "1.30.0, true",
    "1.30.2, true",
    "1.30.3, false",
    "1.31.0, false",
    "2.29.0, false",
  })
  void somePatchReleasesFollowOneChangeOnly(String release, boolean only) {
    assertThat(ProxyRelease.ofImage("proxyv2:" + release))
        .get()
        .returns(only, ProxyRelease::followsOneChangeOnly);
  }
}
