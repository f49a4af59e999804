package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import org.junit.jupiter.api.Test;

class PemCertificatesTest {

  private static final TestCertificate A = TestCertificate.root("O=Istio,CN=A");
  private static final TestCertificate B = TestCertificate.root("O=Istio,CN=B");

  @Test
  void readsEveryCertificateWithItsLine() {
    String text = "Subject: CN=A\n" + A.pem() + "\n# and B\n" + B.pem() + "the end";

    PemOutcome outcome = PemCertificates.parse(text, PemLimits.DEFAULTS);

    int lineOfB = (int) text.substring(0, text.indexOf("# and B")).lines().count() + 2;
    assertThat(outcome)
        .asInstanceOf(type(PemOutcome.Certificates.class))
        .extracting(PemOutcome.Certificates::entries)
        .isEqualTo(
            List.of(
                new PemOutcome.Entry(2, A.anchor()), new PemOutcome.Entry(lineOfB, B.anchor())));
  }

  @Test
  void readsWindowsLineEndsAndByteOrderMark() {
    String text = "\uFEFF" + (A.pem() + B.pem()).replace("\n", "\r\n");

    assertThat(anchors(text)).containsExactly(A.anchor(), B.anchor());
  }

  @Test
  void readsALastLineWithoutNewline() {
    assertThat(anchors(A.pem().stripTrailing())).containsExactly(A.anchor());
  }

  @Test
  void aPrivateKeyRejectsTheWholeSource() {
    assertThat(rejected(A.pem() + A.keyPem()))
        .isEqualTo(
            new PemOutcome.Rejected(
                (int) A.pem().lines().count() + 1,
                "a block PRIVATE KEY: remove it, and replace that key, since this source has"
                    + " exposed it"));
  }

  @Test
  void aCutOffCertificateIsNoFewerCertificates() {
    String text = A.pem() + B.pem().substring(0, 200);

    assertThat(rejected(text).message())
        .isEqualTo(
            "line %d: the certificate that begins here has no END line: the source is cut off"
                .formatted(A.pem().lines().count() + 1));
  }

  @Test
  void nothingIsNoCertificate() {
    assertThat(rejected(""))
        .isEqualTo(new PemOutcome.Rejected(1, "there is no certificate in the source"));
    assertThat(rejected("just\ntext\n").line()).isEqualTo(2);
  }

  static List<Anchor> anchors(String text) {
    return ((PemOutcome.Certificates) PemCertificates.parse(text, PemLimits.DEFAULTS)).anchors();
  }

  static PemOutcome.Rejected rejected(String text) {
    return (PemOutcome.Rejected) PemCertificates.parse(text, PemLimits.DEFAULTS);
  }
}
