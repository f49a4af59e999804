package dev.rootbridge.trust;

import static dev.rootbridge.trust.TlsClient.Verdict.ACCEPTED;
import static dev.rootbridge.trust.TlsClient.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why federation is refused where a CRL is in use: Envoy then wants one for every element of every
 * chain, and there is none that a constrained anchor could have.
 */
class CrlInEnvoyIT {

  private static final String ISTIO_ROOT = "O=Istio,CN=Root CA";
  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TestCertificate ROOT_A = TestCertificate.root(ISTIO_ROOT);
  private static final TestCertificate ROOT_B = TestCertificate.root(ISTIO_ROOT);

  @TempDir private static Path directory;
  private static EnvoyServer envoy;

  @BeforeAll
  static void startEnvoy() throws IOException {
    TrustBundle local = TestFederation.bundle(A, ROOT_A);
    String pooled = TestFederation.rendered(local, TestFederation.pooled(B, ROOT_B));
    String constrained = TestFederation.rendered(local, TestFederation.constrained(B, ROOT_B));
    String ofA = crlOf(ROOT_A);
    String ofBoth = ofA + crlOf(ROOT_B);
    String ofAll = ofBoth + crlOf(StandInIssuer.of(ROOT_B.anchor(), B, Constraint.Dns.ALLOW));
    envoy =
        EnvoyServer.start(
            directory,
            Map.of(
                "pooled-crl-of-a", trust(pooled, ofA),
                "constrained-crl-of-a", trust(constrained, ofA),
                "pooled-crl-of-both", trust(pooled, ofBoth),
                "constrained-crl-of-both", trust(constrained, ofBoth),
                "constrained-crl-of-all", trust(constrained, ofAll)));
  }

  @AfterAll
  static void stopEnvoy() {
    if (envoy != null) {
      envoy.close();
    }
  }

  @Test
  void theLocalCrlAloneRefusesAllOfTheOtherCluster() throws IOException {
    assertThat(verdict(ROOT_A, A, "pooled-crl-of-a")).isEqualTo(ACCEPTED);
    assertThat(verdict(ROOT_B, B, "pooled-crl-of-a")).isEqualTo(REFUSED);
    assertThat(verdict(ROOT_A, A, "constrained-crl-of-a")).isEqualTo(ACCEPTED);
    assertThat(verdict(ROOT_B, B, "constrained-crl-of-a")).isEqualTo(REFUSED);
  }

  @Test
  void theOtherClustersCrlHelpsItsRootButNotTheConstrainedAnchor() throws IOException {
    assertThat(verdict(ROOT_B, B, "pooled-crl-of-both")).isEqualTo(ACCEPTED);
    assertThat(verdict(ROOT_B, B, "constrained-crl-of-both")).isEqualTo(REFUSED);
    assertThat(verdict(ROOT_B, B, "constrained-crl-of-all")).isEqualTo(REFUSED);
  }

  private static TlsClient.Verdict verdict(
      TestCertificate root, TrustDomain domain, String listener) throws IOException {
    return TlsClient.presenting(root.workload("spiffe://" + domain + "/x").realTime().mint())
        .tryOnce(envoy, listener);
  }

  private static EnvoyServer.Trust trust(String bundle, String crl) {
    return new EnvoyServer.Trust(bundle, Optional.of(crl));
  }

  private static Date start() {
    return Date.from(Instant.now().minusSeconds(3600));
  }

  private static Date end() {
    return Date.from(Instant.now().plusSeconds(86_400));
  }

  private static String crlOf(TestCertificate ca) {
    X500Name name = ca.anchor().certificate().getSubject();
    byte[] key = ca.anchor().extensions().subjectKeyIdentifier().orElseThrow().getKeyIdentifier();
    try {
      X509v2CRLBuilder builder = new X509v2CRLBuilder(name, start()).setNextUpdate(end());
      for (Extension extension : extensions(key)) {
        builder.addExtension(extension);
      }
      ContentSigner signer =
          new JcaContentSignerBuilder(ca.keyKind().signatureAlgorithm()).build(ca.key());
      return pem(builder.build(signer).getEncoded());
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String crlOf(StandInIssuer issuer) {
    V2TBSCertListGenerator generator = new V2TBSCertListGenerator();
    generator.setSignature(StandInIssuer.ALGORITHM);
    generator.setIssuer(issuer.name());
    generator.setThisUpdate(new Time(start()));
    generator.setNextUpdate(new Time(end()));
    try {
      generator.setExtensions(new Extensions(extensions(issuer.keyIdentifier())));
      return pem(issuer.sign(generator.generateTBSCertList()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Both roots have the same name: only the key identifier tells whose CRL it is. */
  private static Extension[] extensions(byte[] keyIdentifier) throws IOException {
    return new Extension[] {
      Extension.create(
          Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyIdentifier)),
      Extension.create(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE))
    };
  }

  private static String pem(byte[] crl) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(crl);
    return "-----BEGIN X509 CRL-----\n" + body + "\n-----END X509 CRL-----\n";
  }
}
