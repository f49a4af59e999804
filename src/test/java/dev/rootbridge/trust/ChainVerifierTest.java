package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.ChainVerdict.Accepted;
import dev.rootbridge.trust.ChainVerdict.Reason;
import dev.rootbridge.trust.ChainVerdict.Refused;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainVerifierTest {

  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final String ID_A = "spiffe://cluster-a.example/ns/x/sa/y";
  private static final String ID_B = "spiffe://cluster-b.example/ns/x/sa/y";
  private static final TestCertificate ROOT_A = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate ROOT_B = TestCertificate.root("O=Istio,CN=Root CA");
  private static final Anchor STAND_IN = standIn(ROOT_B, Constraint.Dns.ALLOW);
  private static final List<Anchor> BUNDLE = List.of(ROOT_A.anchor(), STAND_IN);

  @Test
  void saysWhoAndByWhichAnchor() {
    TestCertificate intermediate = ROOT_B.intermediate("CN=Intermediate").mint();
    TestCertificate leaf = intermediate.workload(ID_B).mint();

    ChainVerdict verdict = verify(leaf, ROOT_B, intermediate);

    assertThat(verdict)
        .isEqualTo(
            new Accepted(
                SpiffeId.parse(ID_B), List.of(leaf.anchor(), intermediate.anchor(), STAND_IN)));
    assertThat(((Accepted) verdict).anchor()).isEqualTo(STAND_IN);
  }

  @ParameterizedTest
  @EnumSource(
      value = TestKey.class,
      names = {"P256", "P384", "P521", "ED25519", "RSA2048"})
  void verifiesEveryKindOfKey(TestKey key) {
    TestCertificate root = TestCertificate.ca("CN=Root").key(key).mint();

    assertThat(verify(List.of(standIn(root, Constraint.Dns.FORBID)), root.workload(ID_B).mint()))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void theOtherDomainsIdentityIsRefusedInEveryOrder() {
    TestCertificate leaf = ROOT_B.workload(ID_A).mint();
    List<Anchor> reversed = Arrays.asList(STAND_IN, ROOT_A.anchor());

    assertThat(verify(leaf))
        .isEqualTo(
            new Refused(
                Reason.OUTSIDE_NAME_CONSTRAINTS,
                "CN=Root CA,O=Istio (sha256:%s) may not vouch for cluster-a.example"
                    .formatted(STAND_IN.fingerprint())));
    assertThat(verify(reversed, leaf)).isEqualTo(verify(leaf));
    assertThat(verify(leaf, ROOT_B)).isEqualTo(verify(leaf));
  }

  @Test
  void aStrangersChainHasNoAnchor() {
    TestCertificate stranger = TestCertificate.root("O=Istio,CN=Root CA");

    assertThat(verify(stranger.workload(ID_B).mint(), stranger))
        .isEqualTo(
            new Refused(
                Reason.NO_ANCHOR,
                "no path leads from the workload's certificate to an anchor of the bundle: none"
                    + " signed it or its intermediates; its issuer is called CN=Root CA,O=Istio"));
  }

  @Test
  void aStrangerWithTheSameNameAndKeyIdentifierHasNotSigned() {
    TestCertificate stranger =
        TestCertificate.ca("O=Istio,CN=Root CA")
            .extension(
                Extension.subjectKeyIdentifier,
                false,
                ROOT_A.anchor().extensions().subjectKeyIdentifier().orElseThrow())
            .mint();
    TestCertificate leaf =
        stranger
            .workload(ID_A)
            .extension(
                Extension.authorityKeyIdentifier,
                false,
                ROOT_A
                    .workload(ID_A)
                    .mint()
                    .anchor()
                    .extensions()
                    .authorityKeyIdentifier()
                    .orElseThrow())
            .mint();

    assertThat(reason(verify(leaf))).isEqualTo(Reason.NO_ANCHOR);
  }

  @Test
  void whereOneRootShadowsAnotherNeitherIsCountedOn() {
    TestCertificate one = TestCertificate.ca("CN=Root").withoutKeyIdentifiers().mint();
    TestCertificate other = TestCertificate.ca("CN=Root").withoutKeyIdentifiers().mint();
    TestCertificate leaf = one.workload(ID_A).mint();
    Refused ambiguous =
        new Refused(
            Reason.AMBIGUOUS_ISSUER,
            "proxies may take CN=Root (sha256:%s) for the issuer, which has the same name but signed"
                    .formatted(other.anchor().fingerprint())
                + " nothing here: no key identifier leads to the one that did, CN=Root (sha256:%s)"
                    .formatted(one.anchor().fingerprint()));

    assertThat(verify(List.of(one.anchor(), other.anchor()), leaf)).isEqualTo(ambiguous);
    assertThat(verify(List.of(other.anchor(), one.anchor()), leaf)).isEqualTo(ambiguous);
    assertThat(verify(List.of(one.anchor()), leaf)).isInstanceOf(Accepted.class);
  }

  @Test
  void keyIdentifiersTellRootsOfOneNameApartIfTheWorkloadsCertificateHasThem() {
    assertThat(verify(ROOT_A.workload(ID_A).mint())).isInstanceOf(Accepted.class);
    assertThat(reason(verify(ROOT_A.workload(ID_A).withoutKeyIdentifiers().mint())))
        .isEqualTo(Reason.AMBIGUOUS_ISSUER);
  }

  @Test
  void whatEveryIssuerForbidsIsForbiddenBeforeItIsAmbiguous() {
    assertThat(reason(verify(ROOT_B.workload(ID_A).withoutKeyIdentifiers().mint())))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
  }

  @Test
  void theNearestAnchorDecides() {
    TestCertificate intermediate = ROOT_B.intermediate("CN=Intermediate").mint();
    List<Anchor> bundle = List.of(ROOT_B.anchor(), standIn(intermediate, Constraint.Dns.ALLOW));

    assertThat(verify(bundle, intermediate.workload(ID_B).mint(), intermediate))
        .isInstanceOf(Accepted.class);
    assertThat(reason(verify(bundle, intermediate.workload(ID_A).mint(), intermediate)))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
  }

  @Test
  void anUnconstrainedTwinOfAnAnchorVoidsTheConstraint() {
    List<Anchor> bundle = List.of(STAND_IN, ROOT_B.anchor());

    assertThat(verify(bundle, ROOT_B.workload(ID_A).mint())).isInstanceOf(Accepted.class);
  }

  @Test
  void ofTheIntermediatesSentTheFirstOfTheNameIsTaken() {
    TestCertificate intermediate = ROOT_A.intermediate("CN=I").withoutKeyIdentifiers().mint();
    TestCertificate stranger = ROOT_A.intermediate("CN=I").withoutKeyIdentifiers().mint();
    TestCertificate leaf = intermediate.workload(ID_A).mint();
    List<Anchor> bundle = List.of(ROOT_A.anchor());

    assertThat(verify(bundle, leaf, intermediate, stranger)).isInstanceOf(Accepted.class);
    assertThat(reason(verify(bundle, leaf, stranger, intermediate))).isEqualTo(Reason.NO_ANCHOR);
  }

  @Test
  void datesOfEveryCertificateCount() {
    TestCertificate leaf = ROOT_A.workload(ID_A).mint();
    TestCertificate oldRoot =
        TestCertificate.ca("CN=Old")
            .valid(NOW.minus(Duration.ofDays(3)), NOW.minus(Duration.ofDays(1)))
            .mint();

    assertThat(
            new ChainVerifier(BUNDLE, NOW.plus(Duration.ofDays(2))).verify(List.of(leaf.anchor())))
        .isEqualTo(
            new Refused(
                Reason.NOT_VALID_NOW,
                "the workload's certificate expired at 2026-11-16T12:00:00Z"));
    assertThat(
            new ChainVerifier(BUNDLE, NOW.minus(Duration.ofDays(2))).verify(List.of(leaf.anchor())))
        .isEqualTo(
            new Refused(
                Reason.NOT_VALID_NOW,
                "the workload's certificate is not valid before 2026-11-15T11:00:00Z"));
    assertThat(reason(verify(List.of(oldRoot.anchor()), oldRoot.workload(ID_A).mint())))
        .isEqualTo(Reason.NOT_VALID_NOW);
  }

  @Test
  void issuersMustBeCas() {
    TestCertificate noCa =
        ROOT_A
            .intermediate("CN=No CA")
            .extension(Extension.basicConstraints, true, new BasicConstraints(false))
            .mint();
    TestCertificate noSigner =
        ROOT_A
            .intermediate("CN=No signer")
            .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .mint();

    assertThat(verify(noCa.workload(ID_A).mint(), noCa))
        .isEqualTo(
            new Refused(
                Reason.NOT_A_CA,
                "CN=No CA (sha256:%s) is no CA certificate, but signed one"
                    .formatted(noCa.anchor().fingerprint())));
    assertThat(reason(verify(noSigner.workload(ID_A).mint(), noSigner))).isEqualTo(Reason.NOT_A_CA);
  }

  @Test
  void thePathIsNoLongerThanAnyIssuerAllows() {
    TestCertificate root =
        TestCertificate.ca("CN=Root")
            .extension(Extension.basicConstraints, true, new BasicConstraints(0))
            .mint();
    TestCertificate intermediate = root.intermediate("CN=Intermediate").mint();
    TestCertificate selfIssued = root.intermediate("CN=Root").mint();
    List<Anchor> bundle = List.of(root.anchor());

    assertThat(verify(bundle, root.workload(ID_A).mint())).isInstanceOf(Accepted.class);
    assertThat(verify(bundle, selfIssued.workload(ID_A).mint(), selfIssued))
        .isInstanceOf(Accepted.class);
    assertThat(verify(bundle, intermediate.workload(ID_A).mint(), intermediate))
        .isEqualTo(
            new Refused(
                Reason.PATH_TOO_LONG,
                "CN=Root (sha256:%s) allows 0 CAs below it, the chain has 1"
                    .formatted(root.anchor().fingerprint())));
  }

  @Test
  void purposesAndCriticalExtensionsCount() {
    TestCertificate codeSigning =
        ROOT_A
            .workload(ID_A)
            .extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning))
            .mint();
    TestCertificate unknown =
        ROOT_A
            .workload(ID_A)
            .extension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE)
            .mint();

    assertThat(verify(codeSigning))
        .isEqualTo(
            new Refused(Reason.WRONG_PURPOSE, "the workload's certificate is not for mutual TLS"));
    assertThat(verify(unknown))
        .isEqualTo(
            new Refused(
                Reason.UNKNOWN_CRITICAL_EXTENSION,
                "the workload's certificate has unknown critical extensions: 1.2.3.4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://cluster-a.example/x",
        "spiffe://CLUSTER-A.example/x",
        "spiffe://cluster-a.example",
        "spiffe://cluster-a.example:443/x",
        "spiffe:cluster-a.example/x"
      })
  void aWorkloadHasASpiffeIdToTheLetter(String uri) {
    assertThat(reason(verify(ROOT_A.workload(uri).mint()))).isEqualTo(Reason.NO_IDENTITY);
  }

  @Test
  void aWorkloadHasOneIdentityAndIsNoCa() {
    TestCertificate cantSign =
        ROOT_A
            .workload(ID_A)
            .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyEncipherment))
            .mint();

    assertThat(verify(ROOT_A.workload(ID_A, ID_B).mint()))
        .isEqualTo(
            new Refused(
                Reason.NO_IDENTITY,
                "the workload's certificate has 2 URIs, exactly one SPIFFE ID is needed"));
    assertThat(reason(verify(ROOT_A.workload().dns("a").mint()))).isEqualTo(Reason.NO_IDENTITY);
    assertThat(verify(ROOT_A.intermediate("CN=I").uris(ID_A).mint()))
        .isEqualTo(
            new Refused(
                Reason.NO_IDENTITY,
                "the first certificate of the chain is a CA's: put the workload's first"));
    assertThat(verify(cantSign))
        .isEqualTo(new Refused(Reason.NO_IDENTITY, "the workload's key may not sign handshakes"));
  }

  @Test
  void constraintsOfIntermediatesCountAndSoDoNamesInThem() {
    TestCertificate widening =
        ROOT_B
            .intermediate("CN=I")
            .extension(Extension.nameConstraints, true, uris("cluster-a.example"))
            .mint();
    TestCertificate named = ROOT_B.intermediate("CN=I").uris("spiffe://cluster-a.example").mint();

    assertThat(reason(verify(widening.workload(ID_B).mint(), widening)))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
    assertThat(reason(verify(widening.workload(ID_A).mint(), widening)))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
    assertThat(reason(verify(named.workload(ID_B).mint(), named)))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
  }

  @Test
  void forbiddenDnsIsForbiddenInIntermediatesToo() {
    TestCertificate istio = ROOT_B.intermediate("CN=I").dns("istiod.istio-system.svc").mint();
    List<Anchor> noDns = List.of(standIn(ROOT_B, Constraint.Dns.FORBID));

    assertThat(verify(istio.workload(ID_B).mint(), istio)).isInstanceOf(Accepted.class);
    assertThat(reason(verify(noDns, istio.workload(ID_B).mint(), istio)))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
    assertThat(reason(verify(noDns, ROOT_B.workload(ID_B).dns("x").mint())))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
  }

  @Test
  void dnsSubtreesIncludeSubdomains() {
    TestCertificate root = constrainedTo(new GeneralName(GeneralName.dNSName, "b.example"));
    List<Anchor> bundle = List.of(root.anchor());

    assertThat(verify(bundle, root.workload(ID_B).dns("b.example", "X.B.example").mint()))
        .isInstanceOf(Accepted.class);
    assertThat(reason(verify(bundle, root.workload(ID_B).dns("ab.example").mint())))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
  }

  @Test
  void aSubtreeWithADotIsSubdomainsOnly() {
    TestCertificate root =
        constrainedTo(new GeneralName(GeneralName.uniformResourceIdentifier, ".b.example"));
    List<Anchor> bundle = List.of(root.anchor());

    assertThat(verify(bundle, root.workload("spiffe://x.b.example/y").mint()))
        .isInstanceOf(Accepted.class);
    assertThat(reason(verify(bundle, root.workload("spiffe://b.example/y").mint())))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
  }

  @Test
  void excludedSubtreesExcludeNothingElse() {
    GeneralSubtree excluded = new GeneralSubtree(new GeneralName(GeneralName.dNSName, "b.example"));
    TestCertificate root =
        TestCertificate.ca("CN=Root")
            .extension(
                Extension.nameConstraints,
                true,
                new NameConstraints(null, new GeneralSubtree[] {excluded}))
            .mint();
    List<Anchor> bundle = List.of(root.anchor());

    assertThat(verify(bundle, root.workload(ID_B).dns("c.example").mint()))
        .isInstanceOf(Accepted.class);
    assertThat(reason(verify(bundle, root.workload(ID_B).dns("x.b.example").mint())))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
  }

  @Test
  void subjectsAreNamesTooUnlessEmpty() {
    TestCertificate root = constrainedTo(new GeneralName(new X500Name("O=Istio")));
    TestCertificate intermediate = root.intermediate("CN=I").mint();
    List<Anchor> bundle = List.of(root.anchor());

    assertThat(verify(bundle, root.workload(ID_B).mint())).isInstanceOf(Accepted.class);
    assertThat(reason(verify(bundle, intermediate.workload(ID_B).mint(), intermediate)))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
  }

  @Test
  void aUriThatIsNoSpiffeIdIsInNoTrustDomain() {
    TestCertificate web = ROOT_B.intermediate("CN=I").uris("https://cluster-b.example/x").mint();

    assertThat(verify(web.workload(ID_B).mint(), web))
        .isEqualTo(
            new Refused(
                Reason.OUTSIDE_NAME_CONSTRAINTS,
                "CN=Root CA,O=Istio (sha256:%s) may not vouch for a URI that is no SPIFFE ID"
                    .formatted(STAND_IN.fingerprint())));
  }

  /** RFC 5280, section 6.1.4: as when a CA renews its own key. */
  @Test
  void namesOfACasOwnCertificateForItselfAreFree() {
    TestCertificate selfIssued = ROOT_B.intermediate("O=Istio,CN=Root CA").uris(ID_A).mint();

    assertThat(verify(selfIssued.workload(ID_B).mint(), selfIssued)).isInstanceOf(Accepted.class);
    assertThat(reason(verify(selfIssued.workload(ID_A).mint(), selfIssued)))
        .isEqualTo(Reason.OUTSIDE_NAME_CONSTRAINTS);
  }

  @Test
  void whatIsForClientsAndServersIsForMutualTls() {
    ExtendedKeyUsage both =
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth});

    assertThat(
            verify(ROOT_A.workload(ID_A).extension(Extension.extendedKeyUsage, false, both).mint()))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void anIssuerNamedBySerialNumberIsTheOneOfThatName() {
    X500Name name = ROOT_A.anchor().certificate().getSubject();
    BigInteger serial = ROOT_A.anchor().certificate().getSerialNumber();
    List<Anchor> bundle = List.of(ROOT_A.anchor());

    assertThat(verify(bundle, bySerial(name, serial))).isInstanceOf(Accepted.class);
    assertThat(reason(verify(bundle, bySerial(name, serial.add(BigInteger.ONE)))))
        .isEqualTo(Reason.NO_ANCHOR);
    assertThat(reason(verify(bundle, bySerial(new X500Name("CN=Other"), serial))))
        .isEqualTo(Reason.NO_ANCHOR);
  }

  @Test
  void aKeyOfAnotherKindHasSignedNothing() {
    TestCertificate dsa = TestCertificate.ca("CN=Root").key(TestKey.DSA2048).mint();
    TestCertificate rsa =
        TestCertificate.ca("CN=Root").key(TestKey.RSA2048).withoutKeyIdentifiers().mint();
    TestCertificate ec = TestCertificate.root("CN=Root");

    assertThat(reason(verify(List.of(dsa.anchor()), dsa.workload(ID_A).mint())))
        .isEqualTo(Reason.NO_ANCHOR);
    assertThat(reason(verify(List.of(rsa.anchor()), ec.workload(ID_A).mint())))
        .isEqualTo(Reason.NO_ANCHOR);
  }

  @Test
  void reasonsKeepTheirNames() {
    assertThat(Reason.values())
        .extracting(Reason::label)
        .containsExactly(
            "NoIdentity",
            "NoAnchor",
            "AmbiguousIssuer",
            "NotValidNow",
            "NotACa",
            "PathTooLong",
            "OutsideNameConstraints",
            "UnknownCriticalExtension",
            "WrongPurpose",
            "Unreadable");
  }

  @Test
  void whatCantBeJudgedIsOutside() {
    TestCertificate root = constrainedTo(new GeneralName(GeneralName.rfc822Name, "b.example"));
    TestCertificate leaf =
        root.workload(ID_B).name(new GeneralName(GeneralName.rfc822Name, "x@b.example")).mint();

    assertThat(verify(List.of(root.anchor()), leaf))
        .isEqualTo(
            new Refused(
                Reason.OUTSIDE_NAME_CONSTRAINTS,
                "CN=Root (sha256:%s) constrains a kind of name that can't be judged here"
                    .formatted(root.anchor().fingerprint())));
  }

  @Test
  void anEmptyOrEndlessChainIsRefused() {
    Anchor leaf = ROOT_A.workload(ID_A).mint().anchor();

    assertThat(new ChainVerifier(BUNDLE, NOW).verify(List.of()))
        .isEqualTo(new Refused(Reason.UNREADABLE, "a chain has 1 to 16 certificates"));
    assertThat(new ChainVerifier(BUNDLE, NOW).verify(Collections.nCopies(16, leaf)))
        .isInstanceOf(Accepted.class);
    assertThat(new ChainVerifier(BUNDLE, NOW).verify(Collections.nCopies(17, leaf)))
        .isEqualTo(new Refused(Reason.UNREADABLE, "a chain has 1 to 16 certificates"));
  }

  private static TestCertificate bySerial(X500Name issuersIssuer, BigInteger serial) {
    GeneralNames names =
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "ca.example"), new GeneralName(issuersIssuer)
            });
    return ROOT_A
        .workload(ID_A)
        .extension(
            Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(names, serial))
        .mint();
  }

  private static TestCertificate constrainedTo(GeneralName name) {
    return TestCertificate.ca("CN=Root")
        .extension(
            Extension.nameConstraints,
            true,
            new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(name)}, null))
        .mint();
  }

  private static NameConstraints uris(String host) {
    return new NameConstraints(
        new GeneralSubtree[] {
          new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, host))
        },
        null);
  }

  private static Anchor standIn(TestCertificate root, Constraint.Dns dns) {
    return ((ConstrainOutcome.Constrained) ConstrainedAnchors.constrain(root.anchor(), B, dns))
        .anchor();
  }

  private static ChainVerdict verify(TestCertificate... chain) {
    return verify(BUNDLE, chain);
  }

  private static ChainVerdict verify(List<Anchor> bundle, TestCertificate... chain) {
    return new ChainVerifier(bundle, NOW)
        .verify(Arrays.stream(chain).map(TestCertificate::anchor).toList());
  }

  private static Reason reason(ChainVerdict verdict) {
    return ((Refused) verdict).reason();
  }
}
