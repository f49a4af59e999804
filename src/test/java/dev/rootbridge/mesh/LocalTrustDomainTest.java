package dev.rootbridge.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.LocalTrustDomain.Named;
import dev.rootbridge.mesh.LocalTrustDomain.Source;
import dev.rootbridge.mesh.LocalTrustDomain.Unknown;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTrustDomainTest {

  private static final Source A = source("istio", "trustDomain: a.example\n");

  @Test
  void isWhatTheMeshConfigSays() {
    assertThat(LocalTrustDomain.of(List.of(A)))
        .isEqualTo(new Named(new TrustDomain("a.example"), "istio"));
  }

  @Test
  void aMeshConfigThatSaysNothingLeavesItToTheOthers() {
    assertThat(
            LocalTrustDomain.of(
                List.of(
                    source("istio", "accessLogFile: /dev/stdout\n"),
                    new Source("gone", Optional.empty()),
                    source("istio-canary", "trustDomain: a.example\n"),
                    A)))
        .isEqualTo(new Named(new TrustDomain("a.example"), "istio-canary"));
  }

  /** Not even Istio's default is. */
  @Test
  void isNotGuessed() {
    expectUnknown(
        "gone does not exist, istio has no trustDomain, istio-canary has no trustDomain",
        new Source("gone", Optional.empty()),
        source("istio", ""),
        source("istio-canary", "trustDomain: ''\n"));
  }

  @Test
  void isUnknownWhereRevisionsDiffer() {
    expectUnknown(
        "istio has trustDomain a.example, but istio-canary has trustDomain b.example",
        source("istio-canary", "trustDomain: b.example\n"),
        A);
  }

  @Test
  void isUnknownWhereOneCantBeUnderstood() {
    expectUnknown("istio-canary: the document is no mapping", A, source("istio-canary", "- x"));
  }

  @ParameterizedTest
  @CsvSource({"A.example", "spiffe://a.example", "'a example'"})
  void whatIsNoTrustDomainIsTold(String name) {
    assertThat(LocalTrustDomain.of(List.of(source("istio", "trustDomain: \"" + name + "\""))))
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown ->
                assertThat(unknown.why())
                    .startsWith("istio has a trustDomain that is none: a trust domain holds only"));
  }

  private static Source source(String where, String text) {
    return new Source(where, Optional.of(text));
  }

  private static void expectUnknown(String why, Source... sources) {
    assertThat(LocalTrustDomain.of(List.of(sources))).isEqualTo(new Unknown(why));
  }
}
