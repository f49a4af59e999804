package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.ChainVerdict.Reason;
import dev.rootbridge.trust.ChainVerdict.Refused;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

/** The chains of servers such as istiod, whose certificates hold DNS names and no SPIFFE ID. */
class ServerChainTest {

  private static final String ISTIOD = "istiod.istio-system.svc";
  private static final TestCertificate ROOT = TestCertificate.root("O=Istio,CN=Root CA");
  private static final ChainVerifier VERIFIER =
      new ChainVerifier(List.of(TestCertificate.root("O=Old").anchor(), ROOT.anchor()), NOW);

  @Test
  void leadsToTheRootDirectly() {
    assertThat(VERIFIER.serverRefusal(chain(istiod(ROOT).mint()))).isEmpty();
  }

  @Test
  void leadsToTheRootThroughAnIntermediateWithTheRootSentAlong() {
    TestCertificate intermediate = ROOT.intermediate("L=istiod").mint();

    assertThat(VERIFIER.serverRefusal(chain(istiod(intermediate).mint(), intermediate, ROOT)))
        .isEmpty();
  }

  @Test
  void aServersPurposeIsEnough() {
    TestCertificate server =
        istiod(ROOT)
            .extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
            .mint();
    TestCertificate client =
        istiod(ROOT)
            .extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
            .mint();

    assertThat(VERIFIER.serverRefusal(chain(server))).isEmpty();
    assertThat(VERIFIER.serverRefusal(chain(client)))
        .contains(
            new Refused(Reason.WRONG_PURPOSE, "the server's certificate is not for a TLS server"));
  }

  @Test
  void anotherRootOfTheSameNameIsNone() {
    TestCertificate other = TestCertificate.root("O=Istio,CN=Root CA");

    assertThat(VERIFIER.serverRefusal(chain(istiod(other).mint(), other)))
        .contains(
            new Refused(
                Reason.NO_ANCHOR,
                "no path leads from the server's certificate to an anchor of the bundle: none"
                    + " signed it or its intermediates; its issuer is called CN=Root CA,O=Istio"));
  }

  @Test
  void anExpiredCertificateIsNone() {
    ChainVerifier later = new ChainVerifier(List.of(ROOT.anchor()), NOW.plus(Duration.ofDays(2)));

    assertThat(later.serverRefusal(chain(istiod(ROOT).mint())))
        .contains(
            new Refused(
                Reason.NOT_VALID_NOW, "the server's certificate expired at 2026-11-16T12:00:00Z"));
  }

  @Test
  void anEmptyOrEndlessChainIsRefused() {
    Anchor leaf = istiod(ROOT).mint().anchor();

    assertThat(VERIFIER.serverRefusal(List.of()))
        .contains(new Refused(Reason.UNREADABLE, "a chain has 1 to 16 certificates"));
    assertThat(VERIFIER.serverRefusal(Collections.nCopies(17, leaf)))
        .contains(new Refused(Reason.UNREADABLE, "a chain has 1 to 16 certificates"));
  }

  private static TestCertificate.Builder istiod(TestCertificate issuer) {
    return issuer.workload().dns(ISTIOD);
  }

  private static List<Anchor> chain(TestCertificate... certificates) {
    return Arrays.stream(certificates).map(TestCertificate::anchor).toList();
  }
}
