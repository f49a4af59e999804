package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.bouncycastle.asn1.x509.KeyPurposeId.anyExtendedKeyUsage;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LintTest {

  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final LintContext FEDERATED = LintContext.federated(B, NOW);
  private static final TestCertificate ROOT = TestCertificate.root("O=Istio,CN=Root CA");

  @ParameterizedTest
  @EnumSource(
      value = TestKey.class,
      names = {"P256", "P384", "P521", "ED25519", "RSA2048"})
  void aRootAsIstioMakesItHasNoFindings(TestKey key) {
    assertThat(Lint.findings(ca().key(key).mint().anchor(), FEDERATED)).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("rules")
  void everyRuleSaysWhatIsWrong(Anchor anchor, Finding expected) {
    assertThat(Lint.findings(anchor, FEDERATED)).contains(expected);
  }

  @Test
  void everyRuleIsShown() {
    Set<String> shown =
        rules().map(row -> ((Finding) row.get()[1]).rule()).collect(Collectors.toSet());

    assertThat(shown).containsExactlyInAnyOrderElementsOf(Lint.ruleIds());
  }

  /** With another serial number under the same signature. */
  private static Anchor altered(Anchor root) {
    byte[] der = root.der();
    byte[] serial = root.certificate().getSerialNumber().toByteArray();
    der[indexOf(der, serial) + serial.length - 1] ^= 1;
    return Anchor.ofDer(der);
  }

  /** With an algorithm that nobody knows in both places, of the same length as the true one. */
  private static Anchor withUnknownAlgorithm(Anchor root) {
    byte[] der = root.der();
    byte[] ecdsaWithSha256 = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02};
    for (int i = 0; i < 2; i++) {
      der[indexOf(der, ecdsaWithSha256) + ecdsaWithSha256.length - 1] = 0x7e;
    }
    return Anchor.ofDer(der);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    return IntStream.range(0, bytes.length - part.length)
        .filter(i -> Arrays.equals(bytes, i, i + part.length, part, 0, part.length))
        .findFirst()
        .orElseThrow();
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        row(
            version1(),
            "version-3",
            Severity.ERROR,
            "RFC 5280, section 4.1.2.1",
            "it is an X.509 version 1 certificate, version 3 is needed"),
        row(
            ca().extension(Extension.basicConstraints, true, new BasicConstraints(false)),
            "ca-basic-constraint",
            Severity.ERROR,
            "RFC 5280, section 4.2.1.9",
            "it is no CA certificate: basic constraints with CA:TRUE are missing"),
        row(
            ca().extension(Extension.basicConstraints, false, new BasicConstraints(true)),
            "basic-constraints-critical",
            Severity.WARNING,
            "RFC 5280, section 4.2.1.9",
            "its basic constraints are not critical, as a CA's must be"),
        row(
            ca().extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
            "key-cert-sign",
            Severity.ERROR,
            "RFC 5280, section 4.2.1.3",
            "its key usage does not include keyCertSign, so that it can't sign certificates"),
        row(
            ca().without(Extension.keyUsage),
            "key-usage-present",
            Severity.WARNING,
            "RFC 5280, section 4.2.1.3",
            "it has no key usage, which a CA must have"),
        row(
            ca().extension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)),
            "extended-key-usage",
            Severity.WARNING,
            "RFC 5280, section 4.2.1.12",
            "its extended key usage lacks client or server authentication: some verifiers refuse"
                + " mutual TLS under it"),
        row(
            ca().key(TestKey.DSA2048),
            "key-type",
            Severity.ERROR,
            "SPIFFE X.509-SVID, section 2; BoringSSL",
            "its public key is of a kind that proxies don't take, or malformed: RSA, P-256, P-384,"
                + " P-521 or Ed25519 is needed"),
        row(
            ca().key(TestKey.RSA1024),
            "key-strength",
            Severity.ERROR,
            "CA/B Baseline Requirements, section 6.1.5",
            "its RSA key has 1024 bits, at least 2048 are needed"),
        row(
            ca().signature("SHA1withECDSA"),
            "signature-algorithm",
            Severity.WARNING,
            "CA/B Baseline Requirements, section 7.1.3.2",
            "it is signed with MD2, MD5 or SHA-1, which are broken: its CA may sign others so as"
                + " well"),
        row(
            ca().serial(-5),
            "serial-number",
            Severity.ERROR,
            "RFC 5280, section 4.1.2.2",
            "its serial number is negative: Istio's agent drops it"),
        row(
            ca().valid(NOW.minus(days(2)), NOW.minus(days(1))),
            "expired",
            Severity.ERROR,
            "RFC 5280, section 6.1.3",
            "it expired at 2026-11-14T12:00:00Z"),
        row(
            ca().valid(NOW.plus(days(1)), NOW.plus(days(400))),
            "not-yet-valid",
            Severity.WARNING,
            "RFC 5280, section 6.1.3",
            "it is not valid before 2026-11-16T12:00:00Z"),
        row(
            ca().valid(NOW.minus(days(1)), NOW.plus(days(30))),
            "near-expiry",
            Severity.WARNING,
            "RFC 5280, section 4.1.2.5",
            "it expires at 2026-12-15T12:00:00Z, in 30 days: rotate it"),
        row(
            ca().uris("spiffe://cluster-a.example"),
            "spiffe-id",
            Severity.ERROR,
            "SPIFFE X.509-SVID, section 3.2",
            "its SPIFFE ID is of cluster-a.example, not of cluster-b.example"),
        row(
            ca().uris("spiffe://cluster-b.example/ca"),
            "spiffe-id",
            Severity.ERROR,
            "SPIFFE X.509-SVID, section 3.2",
            "its SPIFFE ID has a path, as only a workload's may have"),
        row(
            ca().uris("spiffe://cluster-b.example", "spiffe://cluster-a.example"),
            "spiffe-id",
            Severity.ERROR,
            "SPIFFE X.509-SVID, section 3.2",
            "it has 2 SPIFFE IDs, one is allowed"),
        row(
            ca().uris("SPIFFE://cluster-b.example"),
            "spiffe-id",
            Severity.ERROR,
            "SPIFFE X.509-SVID, section 3.2",
            "its SPIFFE ID is malformed: a SPIFFE ID begins with spiffe://"),
        row(
            ROOT.intermediate("O=Istio,CN=Intermediate CA"),
            "self-signed",
            Severity.WARNING,
            "RFC 5280, section 6.1",
            "it is not self-signed but an intermediate: when its CA replaces it, the new one must"
                + " be here before"),
        row(
            ROOT.intermediate("O=Istio,CN=Root CA"),
            "self-signed",
            Severity.WARNING,
            "RFC 5280, section 6.1",
            "it is not self-signed but an intermediate: when its CA replaces it, the new one must"
                + " be here before"),
        row(
            ROOT.intermediate("O=Istio,CN=Root CA").withoutKeyIdentifiers(),
            "self-signed",
            Severity.WARNING,
            "RFC 5280, section 6.1",
            "it has the names of a root, but its signature is not by its own key: another key signed"
                + " it, or it was altered; compare its fingerprint with its CA's"),
        row(
            altered(ca().mint().anchor()),
            "self-signed",
            Severity.WARNING,
            "RFC 5280, section 6.1",
            "it has the names of a root, but its signature is not by its own key: another key signed"
                + " it, or it was altered; compare its fingerprint with its CA's"),
        row(
            withUnknownAlgorithm(ca().mint().anchor()),
            "self-signed",
            Severity.WARNING,
            "RFC 5280, section 6.1",
            "whether it is self-signed can't be verified: its signature is malformed, or of an"
                + " algorithm that is unknown or not for its key"),
        row(
            ca().extension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE),
            "critical-extensions",
            Severity.ERROR,
            "RFC 5280, section 4.2; BoringSSL",
            "it has critical extensions that verifiers don't know, and must refuse: 1.2.3.4"),
        row(
            ca().extension(Extension.basicConstraints, true, new BasicConstraints(0)),
            "path-length-zero",
            Severity.WARNING,
            "RFC 5280, section 4.2.1.9",
            "its path length is 0: Envoy passes over that, but other verifiers refuse workloads"
                + " under an intermediate of it"),
        row(
            ca().extension(Extension.authorityKeyIdentifier, false, bySerial()),
            "issuer-by-serial",
            Severity.WARNING,
            "RFC 5280, section 4.2.1.1",
            "it names its issuer by serial number; if its CA does so for workloads, no stand-in for"
                + " it can work"),
        row(
            ca().withoutKeyIdentifiers(),
            "subject-key-identifier",
            Severity.WARNING,
            "RFC 5280, section 4.2.1.2",
            "it has no subject key identifier: beside another root of the same name, workloads"
                + " under it may be refused"),
        row(
            ca().extension(
                    Extension.nameConstraints,
                    true,
                    new NameConstraints(
                        null,
                        new GeneralSubtree[] {
                          new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, "example.com"))
                        })),
            "name-constraints",
            Severity.WARNING,
            "RFC 5280, section 4.2.1.10",
            "it has name constraints of its own, which stay in force"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void keysThatProxiesCantUseAreRefused(SubjectPublicKeyInfo key) {
    Anchor anchor = ca().publicKey(key).withoutKeyIdentifiers().mint().anchor();

    assertThat(Lint.error(anchor, FEDERATED)).map(Finding::rule).contains("key-type");
  }

  static Stream<Arguments> keysThatProxiesCantUseAreRefused() throws IOException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2048).add(BigInteger.ONE);
    AlgorithmIdentifier p256 =
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1);
    byte[] offTheCurve = new byte[65];
    offTheCurve[0] = 4;
    return Stream.of(
        key("RSA with exponent 1", rsa(modulus, BigInteger.ONE)),
        key("RSA with an even exponent", rsa(modulus, BigInteger.valueOf(4))),
        key(
            "RSA with an exponent of 34 bits",
            rsa(modulus, BigInteger.ONE.shiftLeft(33).add(BigInteger.ONE))),
        key(
            "RSA with a modulus of 16385 bits",
            rsa(BigInteger.ONE.shiftLeft(16_384).add(BigInteger.ONE), BigInteger.valueOf(3))),
        key("RSA with an even modulus", rsa(modulus.add(BigInteger.ONE), BigInteger.valueOf(3))),
        key("a point off the curve", new SubjectPublicKeyInfo(p256, offTheCurve)),
        key("the point at infinity", new SubjectPublicKeyInfo(p256, new byte[] {0})),
        key(
            "a curve without a name",
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey), offTheCurve)),
        key(
            "another curve",
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime192v1),
                offTheCurve)),
        key(
            "half a byte more",
            new SubjectPublicKeyInfo(p256, new DERBitString(new byte[] {4, 0x10}, 4))),
        key(
            "a short Ed25519 key",
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), new byte[31])));
  }

  @Test
  void rulesThatNeedTheTrustDomainHoldBackWithoutIt() {
    Anchor other = ca().uris("spiffe://cluster-a.example").mint().anchor();
    LintContext unknown = new LintContext(LintContext.Origin.FEDERATED, Optional.empty(), NOW);

    assertThat(Lint.findings(other, unknown)).isEmpty();
  }

  @Test
  void aLocalRootIsOnlyKeptOutIfNoProxyCouldUseItAsCa() {
    LintContext local = LintContext.local(NOW);

    assertThat(
            rules()
                .map(row -> ((Named<?>) row.get()[0]).getPayload())
                .map(Anchor.class::cast)
                .flatMap(anchor -> Lint.error(anchor, local).stream())
                .map(Finding::rule))
        .containsExactlyInAnyOrder("version-3", "ca-basic-constraint", "key-cert-sign");
  }

  @Test
  void whatElseIsWrongWithALocalRootIsWarnedOf() {
    Anchor weak = ca().key(TestKey.RSA1024).mint().anchor();

    assertThat(Lint.findings(weak, LintContext.local(NOW)))
        .extracting(Finding::rule, Finding::severity)
        .containsExactly(tuple("key-strength", Severity.WARNING));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatIsAsItShouldBeHasNoFindings(Anchor anchor) {
    assertThat(Lint.findings(anchor, FEDERATED)).isEmpty();
  }

  static Stream<Arguments> whatIsAsItShouldBeHasNoFindings() {
    ConstrainOutcome.Constrained standIn =
        (ConstrainOutcome.Constrained)
            ConstrainedAnchors.constrain(ROOT.anchor(), B, Constraint.Dns.ALLOW);
    return Stream.of(
        fine(
            "for clients and servers",
            ca().extension(purposes(id_kp_clientAuth, id_kp_serverAuth))),
        fine("for everything", ca().extension(purposes(anyExtendedKeyUsage))),
        fine("serial number 0", ca().serial(0)),
        fine("the SPIFFE ID of its trust domain", ca().uris("spiffe://cluster-b.example")),
        fine(
            "one intermediate allowed",
            ca().extension(Extension.basicConstraints, true, new BasicConstraints(1))),
        fine(
            "a second more than 30 days left",
            ca().valid(NOW.minus(days(1)), NOW.plus(days(30)).plusSeconds(1))),
        fine("valid from now on", ca().valid(NOW, NOW.plus(days(400)))),
        Arguments.of(Named.of("a constrained anchor", standIn.anchor())));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 65_537})
  void rsaExponentsFromThreeOnAreSound(long exponent) throws IOException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2048).add(BigInteger.ONE);
    SubjectPublicKeyInfo key = rsa(modulus, BigInteger.valueOf(exponent));

    assertThat(KeyType.of(key)).contains(new KeyType(KeyType.Kind.RSA, 2049));
  }

  @ParameterizedTest
  @CsvSource({
    "P256, P-256, 256",
    "P384, P-384, 384",
    "P521, P-521, 521",
    "ED25519, Ed25519, 256",
    "RSA2048, RSA 2048, 2048"
  })
  void keysAreCalledByTheirStandards(TestKey key, String name, int bits) {
    KeyType type = ca().key(key).mint().anchor().keyType().orElseThrow();

    assertThat(type).hasToString(name);
    assertThat(type.bits()).isEqualTo(bits);
  }

  @Test
  void theLastSecondOfValidityIsValid() {
    Anchor anchor = ca().valid(NOW.minus(days(1)), NOW).mint().anchor();

    assertThat(Lint.error(anchor, FEDERATED)).isEmpty();
    assertThat(Lint.error(anchor, LintContext.federated(B, NOW.plusSeconds(1)))).isPresent();
  }

  private static TestCertificate.Builder ca() {
    return TestCertificate.ca("O=Istio,CN=Root CA");
  }

  private static Duration days(long days) {
    return Duration.ofDays(days);
  }

  private static AuthorityKeyIdentifier bySerial() {
    return new AuthorityKeyIdentifier(
        new byte[] {1},
        new GeneralNames(new GeneralName(new X500Name("O=Istio,CN=Root CA"))),
        BigInteger.TEN);
  }

  private static SubjectPublicKeyInfo rsa(BigInteger modulus, BigInteger exponent)
      throws IOException {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
        new RSAPublicKey(modulus, exponent));
  }

  private static Anchor version1() {
    try {
      return Anchor.ofDer(
          new JcaX509v1CertificateBuilder(
                  new X500Name("CN=Old"),
                  BigInteger.ONE,
                  Date.from(NOW.minus(days(1))),
                  Date.from(NOW.plus(days(400))),
                  new X500Name("CN=Old"),
                  ROOT.keys().getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(ROOT.key()))
              .getEncoded());
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Arguments row(
      TestCertificate.Builder builder,
      String rule,
      Severity severity,
      String citation,
      String message) {
    return row(builder.mint().anchor(), rule, severity, citation, message);
  }

  private static Arguments row(
      Anchor anchor, String rule, Severity severity, String citation, String message) {
    return Arguments.of(Named.of(rule, anchor), new Finding(rule, severity, citation, message));
  }

  private static Extension purposes(KeyPurposeId... purposes) {
    try {
      return Extension.create(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Arguments fine(String name, TestCertificate.Builder builder) {
    return Arguments.of(Named.of(name, builder.mint().anchor()));
  }

  private static Arguments key(String name, SubjectPublicKeyInfo key) {
    return Arguments.of(Named.of(name, key));
  }
}
