package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {

  @Test
  void anIdHasAtMost2048Bytes() {
    String longest = "spiffe://a/" + "x".repeat(2048 - "spiffe://a/".length());

    assertThat(SpiffeId.parse(longest)).hasToString(longest);
    assertThatThrownBy(() -> SpiffeId.parse(longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a SPIFFE ID has at most 2048 bytes");
  }

  @Test
  void onlyTheSchemeClaimsToBeOne() {
    assertThat(SpiffeId.isClaimedBy("SPIFFE:x")).isTrue();
    assertThat(SpiffeId.isClaimedBy("https://a/x")).isFalse();
  }

  @Test
  void hasATrustDomainAndAPath() {
    SpiffeId id = SpiffeId.parse("spiffe://cluster-b.example/ns/X/sa/y");

    assertThat(id)
        .isEqualTo(new SpiffeId(new TrustDomain("cluster-b.example"), "/ns/X/sa/y"))
        .hasToString("spiffe://cluster-b.example/ns/X/sa/y");
    assertThat(SpiffeId.parse("spiffe://cluster-b.example").path()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPIFFE://b.example/x", "https://b.example/x", "spiffe:/b.example", ""})
  void theSchemeIsSpiffe(String uri) {
    assertThatThrownBy(() -> SpiffeId.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a SPIFFE ID begins with spiffe://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiffe://B.example/x",
        "spiffe://user@b.example/x",
        "spiffe://b.example:443/x",
        "spiffe://b.example?x",
        "spiffe://b.example#x"
      })
  void theHostIsATrustDomain(String uri) {
    assertThatThrownBy(() -> SpiffeId.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a trust domain holds only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiffe://b.example/",
        "spiffe://b.example/x/",
        "spiffe://b.example//x",
        "spiffe://b.example/./x",
        "spiffe://b.example/x/..",
        "spiffe://b.example/x%2Fy",
        "spiffe://b.example/x?y",
        "spiffe://b.example/x#y",
        "spiffe://b.example/x y"
      })
  void thePathIsPlainSegments(String uri) {
    assertThatThrownBy(() -> SpiffeId.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the path of a SPIFFE ID is segments");
  }

  @Test
  void dotsInsideASegmentArePlain() {
    assertThat(SpiffeId.parse("spiffe://b.example/.../..x/y.").path()).isEqualTo("/.../..x/y.");
  }

  @Test
  void itHasAtMost2048Bytes() {
    String longest = "spiffe://b.example/" + "x".repeat(2048 - "spiffe://b.example/".length());

    assertThat(SpiffeId.parse(longest).toString()).hasSize(2048);
    assertThatThrownBy(() -> SpiffeId.parse(longest + "x"))
        .hasMessage("a SPIFFE ID has at most 2048 bytes");
  }

  @Test
  void theTrustDomainMustBeThere() {
    assertThatThrownBy(() -> SpiffeId.parse("spiffe:///x"))
        .hasMessage("a trust domain can't be empty");
  }
}
