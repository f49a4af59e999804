package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.trust.ConstrainOutcome.NotConstrainable;
import dev.rootbridge.trust.ConstrainOutcome.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstrainedAnchorsTest {

  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TestCertificate ROOT = TestCertificate.root("O=Istio,CN=Root CA");

  @ParameterizedTest
  @EnumSource(
      value = TestKey.class,
      names = {"P256", "P384", "P521", "ED25519", "RSA2048"})
  void keepsWhatChainsTheCasCertificates(TestKey key) throws IOException {
    Anchor root =
        TestCertificate.ca("C=DE,O=B\\, Inc.,CN=Root")
            .key(key)
            .extension(Extension.basicConstraints, true, new BasicConstraints(1))
            .mint()
            .anchor();

    Anchor made = constrained(root, Constraint.Dns.ALLOW);

    assertThat(made.certificate().getSubject().getEncoded())
        .isEqualTo(root.certificate().getSubject().getEncoded());
    assertThat(made.keyFingerprint()).isEqualTo(root.keyFingerprint());
    assertThat(made.certificate().getExtension(Extension.subjectKeyIdentifier))
        .isEqualTo(root.certificate().getExtension(Extension.subjectKeyIdentifier));
    assertThat(made.certificate().getExtension(Extension.basicConstraints))
        .isEqualTo(root.certificate().getExtension(Extension.basicConstraints));
    assertThat(made.notBefore()).isEqualTo(root.notBefore());
    assertThat(made.notAfter()).isEqualTo(root.notAfter());
    assertThat(made.certificate().getIssuer()).isNotEqualTo(root.certificate().getSubject());
  }

  @Test
  void permitsExactlyTheHostAndSaysSoCritically() {
    Anchor made = constrained(ROOT.anchor(), Constraint.Dns.ALLOW);

    assertThat(made.certificate().getExtension(Extension.nameConstraints).isCritical()).isTrue();
    NameConstraints constraints = made.extensions().nameConstraints().orElseThrow();
    assertThat(constraints.getPermittedSubtrees()).containsExactly(uri("cluster-b.example"));
    assertThat(constraints.getExcludedSubtrees()).isNull();
  }

  @Test
  void forbiddenDnsIsExcludedAsAWhole() {
    NameConstraints constraints =
        constrained(ROOT.anchor(), Constraint.Dns.FORBID)
            .extensions()
            .nameConstraints()
            .orElseThrow();

    assertThat(constraints.getExcludedSubtrees())
        .containsExactly(new GeneralSubtree(new GeneralName(GeneralName.dNSName, "")));
  }

  @Test
  void theBytesFollowFromTheInputAlone() {
    Anchor first = constrained(ROOT.anchor(), Constraint.Dns.ALLOW);
    Anchor second = constrained(Anchor.ofDer(ROOT.anchor().der()), Constraint.Dns.ALLOW);

    assertThat(second.der()).isEqualTo(first.der());
    assertThat(constrained(ROOT.anchor(), Constraint.Dns.FORBID)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, IP_ADDRESS",
    "cluster_b.example, UNDERSCORE",
    "_b.example, UNDERSCORE",
    ".b.example, EMPTY_LABEL",
    "b.example., EMPTY_LABEL",
    "b..example, EMPTY_LABEL",
    "-b.example, HYPHEN_AT_EDGE",
    "b.example-, HYPHEN_AT_EDGE"
  })
  void domainsThatVerifiersDontMatchAreRefused(String domain, Reason reason) {
    assertThat(refusal(ROOT.anchor(), new TrustDomain(domain)).reason()).isEqualTo(reason);
  }

  @Test
  void longLabelsAndNamesAreRefused() {
    assertThat(refusal(ROOT.anchor(), new TrustDomain("a".repeat(64) + ".example")))
        .isEqualTo(
            new NotConstrainable(
                Reason.LABEL_TOO_LONG,
                "a".repeat(64)
                    + ".example has a label longer than 63 characters: rename it, or accept every"
                    + " identity of its CA with constraint mode None"));
    assertThat(refusal(ROOT.anchor(), new TrustDomain("a.".repeat(127) + "b")).reason())
        .isEqualTo(Reason.NAME_TOO_LONG);
  }

  @Test
  void theLongestLabelsAndNamesAreNot() {
    String label = "a".repeat(63);
    String name = String.join(".", label, label, label, "a".repeat(61));

    for (String domain : List.of(label, name)) {
      assertThat(
              ConstrainedAnchors.constrain(
                  ROOT.anchor(), new TrustDomain(domain), Constraint.Dns.ALLOW))
          .isInstanceOf(ConstrainOutcome.Constrained.class);
    }
    assertThat(name).hasSize(253);
  }

  @Test
  void dnsCanOnlyBeForbiddenToACaThatIsBound() {
    assertThatThrownBy(() -> new Constraint(Constraint.Mode.NONE, Constraint.Dns.FORBID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("DNS names can only be forbidden to a CA that is bound to its trust domain");
    assertThat(new Constraint(Constraint.Mode.TRUST_DOMAIN, Constraint.Dns.FORBID).dns())
        .isEqualTo(Constraint.Dns.FORBID);
  }

  @Test
  void anUnknownKeyTypeIsRefused() {
    Anchor dsa = TestCertificate.ca("CN=DSA").key(TestKey.DSA2048).mint().anchor();

    assertThat(refusal(dsa, B).reason()).isEqualTo(Reason.UNKNOWN_KEY_TYPE);
  }

  @Test
  void aWorkloadCertificateIsRefused() {
    Anchor workload = ROOT.workload("spiffe://cluster-b.example/ns/x/sa/y").mint().anchor();

    assertThat(refusal(workload, B).reason()).isEqualTo(Reason.NOT_A_CA);
  }

  @Test
  void aCaThatNamesIssuersBySerialIsRefused() {
    AuthorityKeyIdentifier bySerial =
        new AuthorityKeyIdentifier(
            new byte[] {1},
            new GeneralNames(new GeneralName(new X500Name("CN=Root"))),
            BigInteger.TEN);
    Anchor root =
        TestCertificate.ca("CN=Root")
            .extension(Extension.authorityKeyIdentifier, false, bySerial)
            .mint()
            .anchor();

    assertThat(refusal(root, B))
        .isEqualTo(
            new NotConstrainable(
                Reason.ISSUER_NAMED_BY_SERIAL,
                "its CA names issuers by serial number, which a stand-in can't have: reissue the"
                    + " certificates with a key identifier only (openssl: authorityKeyIdentifier ="
                    + " keyid)"));
  }

  @Test
  void ownConstraintsOnOtherNamesStayAsTheyAre() {
    GeneralSubtree mail = subtree(GeneralName.rfc822Name, "example.com");
    GeneralSubtree dns = subtree(GeneralName.dNSName, "b.example");
    Anchor root = narrow(List.of(dns), List.of(mail));

    NameConstraints constraints = constraints(root, Constraint.Dns.FORBID);

    assertThat(constraints.getPermittedSubtrees()).containsExactly(dns, uri("cluster-b.example"));
    assertThat(constraints.getExcludedSubtrees())
        .containsExactly(mail, subtree(GeneralName.dNSName, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster-b.example", "CLUSTER-B.example", ".example"})
  void anOwnPermittedUriThatCoversTheDomainIsNarrowedToIt(String own) {
    Anchor root = narrow(List.of(uri("other.example"), uri(own)), List.of());

    assertThat(constraints(root, Constraint.Dns.ALLOW).getPermittedSubtrees())
        .containsExactly(uri("cluster-b.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster-a.example", ".cluster-b.example", ".b.example", "example"})
  void anOwnPermittedUriThatLeavesTheDomainOutIsARefusal(String own) {
    assertThat(refusal(narrow(List.of(uri(own)), List.of()), B))
        .isEqualTo(
            new NotConstrainable(
                Reason.EXCLUDED_BY_ITSELF,
                "its own name constraints leave out cluster-b.example: it can't be a CA of that"
                    + " trust domain"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster-b.example", ".example"})
  void anOwnExcludedUriThatCoversTheDomainIsARefusal(String own) {
    assertThat(refusal(narrow(List.of(), List.of(uri(own))), B).reason())
        .isEqualTo(Reason.EXCLUDED_BY_ITSELF);
  }

  @Test
  void anOwnExcludedUriBesideTheDomainIsImpliedByThePermittedOne() {
    Anchor root = narrow(List.of(), List.of(uri("cluster-a.example"), uri(".cluster-b.example")));

    assertThat(constraints(root, Constraint.Dns.ALLOW).getExcludedSubtrees()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "spiffe://cluster-b.example", "cluster-b.example:1", "b..example"})
  void ownConstraintsThatVerifiersReadInDifferentWaysAreARefusal(String own) {
    assertThat(refusal(narrow(List.of(uri(own)), List.of()), B).reason())
        .isEqualTo(Reason.UNCLEAR_NAME_CONSTRAINTS);
  }

  @Test
  void ownConstraintsWithDepthsAreARefusal() {
    GeneralName host = new GeneralName(GeneralName.uniformResourceIdentifier, B.name());
    GeneralSubtree deep = new GeneralSubtree(host, BigInteger.ONE, null);

    assertThat(refusal(narrow(List.of(), List.of(deep)), B).reason())
        .isEqualTo(Reason.UNCLEAR_NAME_CONSTRAINTS);
  }

  @Test
  void theBytesAreTheSameInEveryRelease() throws GeneralSecurityException {
    // Every proxy in every cluster reloads when these bytes change: not without a reason.
    assertThat(constrained(fixedRoot(), Constraint.Dns.ALLOW).fingerprint().hex())
        .isEqualTo("4234e95b51f344e9037475d4737e0b7e96d2db4e81b54d0c6e5a7c920150972d");
  }

  /** A root whose bytes are the same in every run: a fixed key, and a deterministic signature. */
  private static Anchor fixedRoot() throws GeneralSecurityException {
    return TestCertificate.ca("O=Istio,CN=Root CA")
        .key(TestKey.ED25519)
        .keys(TestKey.fixedEd25519())
        .serial(1)
        .mint()
        .anchor();
  }

  private static Anchor narrow(List<GeneralSubtree> permitted, List<GeneralSubtree> excluded) {
    return TestCertificate.ca("CN=Narrow")
        .extension(
            Extension.nameConstraints,
            true,
            new NameConstraints(
                permitted.isEmpty() ? null : permitted.toArray(GeneralSubtree[]::new),
                excluded.isEmpty() ? null : excluded.toArray(GeneralSubtree[]::new)))
        .mint()
        .anchor();
  }

  private static NameConstraints constraints(Anchor root, Constraint.Dns dns) {
    return constrained(root, dns).extensions().nameConstraints().orElseThrow();
  }

  private static GeneralSubtree subtree(int tag, String name) {
    return new GeneralSubtree(new GeneralName(tag, name));
  }

  private static GeneralSubtree uri(String host) {
    return new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, host));
  }

  private static Anchor constrained(Anchor root, Constraint.Dns dns) {
    return ((ConstrainOutcome.Constrained) ConstrainedAnchors.constrain(root, B, dns)).anchor();
  }

  private static NotConstrainable refusal(Anchor root, TrustDomain domain) {
    return (NotConstrainable) ConstrainedAnchors.constrain(root, domain, Constraint.Dns.ALLOW);
  }
}
