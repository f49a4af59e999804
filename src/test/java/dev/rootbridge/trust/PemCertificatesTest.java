package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PemCertificatesTest {

  private static final TestCertificate A = TestCertificate.root("O=Istio,CN=A");
  private static final TestCertificate B = TestCertificate.root("O=Istio,CN=B");
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
  private static final String END = "-----END CERTIFICATE-----\n";
  private static final int LINES_OF_A = (int) A.pem().lines().count();

  @Test
  void readsEveryCertificateWithItsLine() {
    String text = "Subject: CN=A\n" + A.pem() + "\n# and B\n" + B.pem() + "the end";

    PemOutcome outcome = PemCertificates.parse(text, PemLimits.DEFAULTS);

    assertThat(outcome)
        .isEqualTo(
            new PemOutcome.Certificates(
                List.of(
                    new PemOutcome.Entry(2, A.anchor()),
                    new PemOutcome.Entry(LINES_OF_A + 4, B.anchor()))));
  }

  @Test
  void readsWindowsLineEndsAndByteOrderMark() {
    String text = "\uFEFF" + (A.pem() + B.pem()).replace("\n", "\r\n");

    assertThat(anchors(text)).containsExactly(A.anchor(), B.anchor());
  }

  @Test
  void windowsLineEndsCountAsOneLine() {
    String text = ("# mine\n" + A.pem() + B.pem() + A.keyPem()).replace("\n", "\r\n");

    assertThat(rejected(text).line()).isEqualTo(2 * LINES_OF_A + 2);
    assertThat(
            ((PemOutcome.Certificates)
                    PemCertificates.parse(
                        text.substring(0, text.indexOf("-----BEGIN PRIVATE")), PemLimits.DEFAULTS))
                .entries())
        .extracting(PemOutcome.Entry::line)
        .containsExactly(2, LINES_OF_A + 2);
  }

  @Test
  void readsALastLineWithoutNewlineAndSpaceAtLineEnds() {
    assertThat(anchors(A.pem().stripTrailing())).containsExactly(A.anchor());
    assertThat(anchors(A.pem().replace("\n", " \t\n"))).containsExactly(A.anchor());
    assertThat(anchors("\n" + A.pem() + "\n\n" + B.pem())).containsExactly(A.anchor(), B.anchor());
  }

  @Test
  void readsAnyLineLength() {
    String oneLine = BEGIN + Base64.getEncoder().encodeToString(A.anchor().der()) + "\n" + END;

    assertThat(anchors(oneLine)).containsExactly(A.anchor());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void rejectsTheWholeSource(String text, int line, String problem) {
    assertThat(rejected(text)).isEqualTo(new PemOutcome.Rejected(line, problem));
  }

  static Stream<Arguments> rejectsTheWholeSource() {
    String body = A.pem().substring(BEGIN.length(), A.pem().length() - END.length());
    byte[] der = A.anchor().der();
    return Stream.of(
        row("nothing", "", 1, "there is no certificate in the source"),
        row("only text", "just\ntext\n", 2, "there is no certificate in the source"),
        row(
            "a private key",
            A.pem() + A.keyPem(),
            LINES_OF_A + 1,
            "a block PRIVATE KEY: remove it, and replace that key, since this source has exposed"
                + " it"),
        row(
            "an encrypted RSA key",
            "-----BEGIN RSA PRIVATE KEY-----\n",
            1,
            "a block RSA PRIVATE KEY: remove it, and replace that key, since this source has"
                + " exposed it"),
        row(
            "a CRL",
            A.pem() + "-----BEGIN X509 CRL-----\n",
            LINES_OF_A + 1,
            "a block X509 CRL; only CERTIFICATE blocks may be here: remove it"),
        row(
            "OpenSSL's own format",
            A.pem().replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
            1,
            "a block TRUSTED CERTIFICATE; only CERTIFICATE blocks may be here: remove it"),
        row(
            "a cut-off certificate",
            A.pem() + B.pem().substring(0, 200),
            LINES_OF_A + 1,
            "the certificate that begins here has no END line: the source is cut off"),
        row(
            "a cut-off BEGIN line",
            A.pem() + "-----BEG",
            LINES_OF_A + 1,
            "a cut-off BEGIN line: the source is cut off"),
        row(
            "a lost END line",
            BEGIN + body + A.pem(),
            1,
            "the certificate that begins here has no END line before line %d"
                .formatted(LINES_OF_A)),
        row("a lost BEGIN line", A.pem() + END, LINES_OF_A + 1, "an END line without its BEGIN"),
        row(
            "an indented block",
            A.pem().indent(2),
            1,
            "a malformed BEGIN line; it must be exactly -----BEGIN CERTIFICATE-----"),
        row(
            "BEGIN in the middle of a line",
            "x" + A.pem(),
            1,
            "a malformed BEGIN line; it must be exactly -----BEGIN CERTIFICATE-----"),
        row(
            "a label that isn't one",
            "-----BEGIN \u001b[31mred-----\n",
            1,
            "a malformed BEGIN line; it must be exactly -----BEGIN CERTIFICATE-----"),
        row(
            "another END",
            BEGIN + body + "-----END X509 CRL-----\n",
            LINES_OF_A,
            "a malformed END line; it must be exactly -----END CERTIFICATE-----"),
        row(
            "a PEM header",
            BEGIN + "Proc-Type: 4,ENCRYPTED\n\n" + body + END,
            2,
            "a PEM header; certificates have none: remove it"),
        row(
            "a header without a name",
            BEGIN + ": x\n" + body + END,
            2,
            "a PEM header; certificates have none: remove it"),
        row("an empty line inside", BEGIN + body + "\n" + END, LINES_OF_A, "not base64"),
        row("junk inside", BEGIN + "MIIB-_\n" + END, 2, "not base64"),
        row("letters beyond ASCII", BEGIN + "MIIBé\n" + END, 2, "not base64"),
        row(
            "an empty block",
            BEGIN + END,
            1,
            "not an X.509 certificate in DER: it is not encoded in DER"),
        row(
            "padding in the middle",
            BEGIN + "MA==\nMA==\n" + END,
            1,
            "the certificate that begins here is not canonical base64: it was damaged"),
        row(
            "missing padding",
            BEGIN + "MA\n" + END,
            1,
            "the certificate that begins here is not canonical base64: it was damaged"),
        row(
            "bits beyond the last byte",
            BEGIN + "MAB=\n" + END,
            1,
            "the certificate that begins here is not canonical base64: it was damaged"),
        row(
            "bytes after the certificate",
            pem(Arrays.copyOf(der, der.length + 1)),
            1,
            "not an X.509 certificate in DER: Extra data detected in stream"),
        row(
            "bytes missing from the certificate",
            pem(Arrays.copyOf(der, der.length - 1)),
            1,
            "not an X.509 certificate in DER: DEF length %d object truncated by 1"
                .formatted(der.length - 4)),
        row(
            "another structure",
            pem(new byte[] {0x30, 0x03, 0x02, 0x01, 0x05}),
            1,
            "not an X.509 certificate in DER: sequence wrong size for a certificate"));
  }

  @Test
  void berIsNotTaken() {
    byte[] der = A.anchor().der();
    byte[] indefinite = new byte[der.length + 2];
    System.arraycopy(der, 4, indefinite, 2, der.length - 4);
    indefinite[0] = 0x30;
    indefinite[1] = (byte) 0x80;
    byte[] ber = Arrays.copyOf(indefinite, der.length);

    assertThat(rejected(pem(ber)).problem())
        .isEqualTo("not an X.509 certificate in DER: it is not encoded in DER");
  }

  @Test
  void deepNestingIsRejectedAndNotFollowed() {
    byte[] nested = new byte[0];
    while (nested.length < 12_000) {
      byte[] outer = new byte[nested.length + 4];
      outer[0] = 0x30;
      outer[1] = (byte) 0x82;
      outer[2] = (byte) (nested.length >> 8);
      outer[3] = (byte) nested.length;
      System.arraycopy(nested, 0, outer, 4, nested.length);
      nested = outer;
    }

    assertThat(rejected(pem(nested)).problem()).startsWith("not an X.509 certificate in DER: ");
  }

  @Test
  void capsHaveTheirOwnMessages() {
    PemLimits limits = PemLimits.DEFAULTS;
    String two = A.pem() + B.pem();
    int bytes = A.anchor().der().length;

    assertThat(rejected(two, limits.withMaxBytes(two.length() - 1)).message())
        .isEqualTo(
            "line 1: the source has %d characters, the limit is %d: keep only the CA certificates"
                .formatted(two.length(), two.length() - 1));
    assertThat(rejected(two, limits.withMaxCertificates(1)).message())
        .isEqualTo(
            "line %d: more than 1 certificates, which is the limit for one source"
                .formatted(LINES_OF_A + 1));
    assertThat(rejected(two, limits.withMaxCertificateBytes(bytes - 1)).message())
        .isEqualTo(
            "line 1: the certificate that begins here is longer than %d bytes, the limit"
                .formatted(bytes - 1));
    assertThat(PemCertificates.parse(A.pem(), limits.withMaxCertificateBytes(bytes)))
        .isInstanceOf(PemOutcome.Certificates.class);
  }

  @Test
  void namesAndSubtreesAreCounted() {
    TestCertificate named = TestCertificate.ca("CN=Named").dns("a", "b", "c").mint();
    GeneralSubtree subtree = new GeneralSubtree(new GeneralName(GeneralName.dNSName, "a"));
    TestCertificate narrow =
        TestCertificate.ca("CN=Narrow")
            .extension(
                Extension.nameConstraints,
                true,
                new NameConstraints(
                    new GeneralSubtree[] {subtree, subtree}, new GeneralSubtree[] {subtree}))
            .mint();

    assertThat(PemCertificates.parse(named.pem(), PemLimits.DEFAULTS.withMaxNames(3)))
        .isInstanceOf(PemOutcome.Certificates.class);
    assertThat(PemCertificates.parse(narrow.pem(), PemLimits.DEFAULTS.withMaxSubtrees(3)))
        .isInstanceOf(PemOutcome.Certificates.class);
    assertThat(rejected(named.pem(), PemLimits.DEFAULTS.withMaxNames(2)).problem())
        .isEqualTo("it has 3 alternative names, the limit is 2");
    assertThat(rejected(narrow.pem(), PemLimits.DEFAULTS.withMaxSubtrees(2)).problem())
        .isEqualTo("it has 3 name constraints, the limit is 2");
  }

  @Test
  void alongWithGoodOnesAHugeCertificateIsNotDecoded() {
    String huge = BEGIN + "A".repeat(40_000) + "\n" + END;

    assertThat(rejected(A.pem() + huge).message())
        .isEqualTo(
            "line %d: the certificate that begins here is longer than 16384 bytes, the limit"
                .formatted(LINES_OF_A + 1));
  }

  @Test
  void aLimitIsWhatIsStillAllowed() {
    String two = A.pem() + B.pem();
    int bytes = A.anchor().der().length;
    PemLimits exact =
        new PemLimits(two.length(), 2, Math.max(bytes, B.anchor().der().length), 1, 1);

    assertThat(PemCertificates.parse(two, exact)).isInstanceOf(PemOutcome.Certificates.class);
  }

  @Test
  void paddingIsNoPartOfACertificatesLength() {
    PemLimits two = PemLimits.DEFAULTS.withMaxCertificateBytes(2);

    assertThat(two.allowsBase64("")).isTrue();
    assertThat(two.allowsBase64("MDA=")).isTrue();
    assertThat(two.allowsBase64("MDAw")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "maxBytes, 0, 1, 1, 1, 1",
    "maxCertificates, 1, 0, 1, 1, 1",
    "maxCertificateBytes, 1, 1, 0, 1, 1",
    "maxNames, 1, 1, 1, 0, 1",
    "maxSubtrees, 1, 1, 1, 1, 0"
  })
  void limitsArePositive(
      String name, int bytes, int certificates, int certificateBytes, int names, int subtrees) {
    assertThatThrownBy(() -> new PemLimits(bytes, certificates, certificateBytes, names, subtrees))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + " must be at least 1, not 0");
  }

  @Test
  void whatItPrintsItReadsBack() {
    String text =
        IntStream.range(0, 20)
            .mapToObj(i -> TestCertificate.root("CN=" + i).pem())
            .collect(Collectors.joining());

    assertThat(anchors(text).stream().map(Anchor::pem).collect(Collectors.joining()))
        .isEqualTo(text);
  }

  static List<Anchor> anchors(String text) {
    return ((PemOutcome.Certificates) PemCertificates.parse(text, PemLimits.DEFAULTS)).anchors();
  }

  private static PemOutcome.Rejected rejected(String text) {
    return rejected(text, PemLimits.DEFAULTS);
  }

  private static PemOutcome.Rejected rejected(String text, PemLimits limits) {
    return (PemOutcome.Rejected) PemCertificates.parse(text, limits);
  }

  private static Arguments row(String name, String text, int line, String problem) {
    return Arguments.of(Named.of(name, text), line, problem);
  }

  private static String pem(byte[] der) {
    return BEGIN
        + new String(
            Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der), StandardCharsets.US_ASCII)
        + "\n"
        + END;
  }
}
