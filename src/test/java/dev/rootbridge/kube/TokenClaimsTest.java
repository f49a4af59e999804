package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {

  @Test
  void aTokenOfKubernetesSaysWhoseItIsAndUntilWhen() {
    assertThat(TokenClaims.of(token("{\"sub\":\"system:serviceaccount:x:y\",\"exp\":1800000000}")))
        .isEqualTo(
            new TokenClaims(
                Optional.of("system:serviceaccount:x:y"),
                Optional.of(Instant.ofEpochSecond(1_800_000_000))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "opaque", "a.b.c", "a.!.c", "a..c"})
  void ofAnyOtherNothingIsKnown(String token) {
    assertThat(TokenClaims.of(token))
        .isEqualTo(new TokenClaims(Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"exp\":\"soon\"}", "{\"sub\":\"\"}"})
  void norOfOneThatDoesNotSayIt(String claims) {
    assertThat(TokenClaims.of(token(claims)))
        .isEqualTo(new TokenClaims(Optional.empty(), Optional.empty()));
  }

  private static String token(String claims) {
    return "e30."
        + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }
}
