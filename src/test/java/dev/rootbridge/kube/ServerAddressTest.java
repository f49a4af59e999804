package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @Test
  void namesAndAddresses() {
    assertThat(ServerAddress.parse("istiod.istio-system.svc:15012"))
        .isEqualTo(new ServerAddress("istiod.istio-system.svc", 15012))
        .hasToString("istiod.istio-system.svc:15012");
    assertThat(ServerAddress.parse("[fd00::1]:15012"))
        .isEqualTo(new ServerAddress("fd00::1", 15012))
        .hasToString("[fd00::1]:15012");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "istiod",
        "istiod:",
        "istiod:0",
        "istiod:https",
        ":15012",
        "https://istiod:15012",
        "me@istiod:15012",
        "istiod:15012/debug",
        "istiod:15012:15012",
        "fd00::1:15012"
      })
  void anythingElseIsNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(text));
  }
}
