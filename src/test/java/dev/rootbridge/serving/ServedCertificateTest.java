package dev.rootbridge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ServedCertificateTest {

  private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");
  private static final Identity CA = Authority.newCa(NOON);

  private final ServedCertificate served = at(NOON);

  private static ServedCertificate at(Instant now) {
    return new ServedCertificate(Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Identity leaf(Instant now) {
    return Authority.newLeaf(CA, new ServingHosts(new TreeSet<>(List.of("a.example"))), now);
  }

  @Test
  void withoutOneItIsNotReadyAndSaysWhatIsMissing() {
    served.keep("Secret ns/name does not exist");

    assertThat(served.whyNotReady())
        .hasValue("there is no serving certificate; Secret ns/name does not exist");
    assertThat(served.chooseEngineServerAlias("EC", null, null)).isNull();
    assertThat(served.getServerAliases("EC", null)).isNull();
  }

  @Test
  void aHandshakeThatBeganEndsWithTheKeyOfTheCertificateThatItBeganWith() {
    Identity first = leaf(NOON);
    Identity second = leaf(NOON);
    served.show(first);
    String alias = served.chooseEngineServerAlias("EC", null, null);
    served.show(second);

    assertThat(served.getCertificateChain(alias)).containsExactly(first.certificate());
    assertThat(served.getPrivateKey(alias)).isEqualTo(first.key());
    String next = served.chooseEngineServerAlias("EC", null, null);
    assertThat(served.getCertificateChain(next)).containsExactly(second.certificate());
    assertThat(served.getPrivateKey(next)).isEqualTo(second.key());
  }

  @Test
  void aKeyOfAnotherKindIsNotOffered() {
    served.show(leaf(NOON));

    assertThat(served.chooseEngineServerAlias("RSA", null, null)).isNull();
  }

  @Test
  void whatIsExpiredOrNotYetValidIsNotReadyWithItsDate() {
    Identity leaf = leaf(NOON);
    ServedCertificate late = at(leaf.notAfter());
    late.show(leaf);
    late.keep("the renewal failed");
    assertThat(late.whyNotReady())
        .hasValue("the serving certificate expired at " + leaf.notAfter() + "; the renewal failed");
    ServedCertificate early = at(NOON.minus(Duration.ofDays(1)));
    early.show(leaf);
    assertThat(early.whyNotReady())
        .hasValue("the serving certificate is not valid before " + leaf.notBefore());
  }

  @Test
  void theSameAgainIsNoChange() {
    Identity leaf = leaf(NOON);
    assertThat(served.show(leaf)).isTrue();
    assertThat(served.show(leaf)).isFalse();
    assertThat(served.whyNotReady()).isEmpty();
  }
}
