package dev.rootbridge.trust;

import static dev.rootbridge.trust.TlsClient.Verdict.ACCEPTED;
import static dev.rootbridge.trust.TlsClient.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lint rules and refusals rest on: which roots Envoy itself takes, pooled and constrained. */
class RootsInEnvoyIT {

  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final String ID_B = "spiffe://cluster-b.example/ns/x/sa/y";
  private static final Map<String, TestCertificate> ROOTS = new LinkedHashMap<>();

  @TempDir private static Path directory;
  private static EnvoyServer envoy;

  private static void mintRoots(Instant now) {
    for (TestKey key :
        List.of(
            TestKey.P256,
            TestKey.P384,
            TestKey.P521,
            TestKey.ED25519,
            TestKey.RSA2048,
            TestKey.RSA1024)) {
      ROOTS.put(key.name(), ca().key(key).mint());
    }
    ROOTS.put("no-key-usage", ca().without(Extension.keyUsage).mint());
    ROOTS.put("no-key-identifiers", ca().withoutKeyIdentifiers().mint());
    ROOTS.put("negative-serial", ca().serial(-5).mint());
    ROOTS.put("sha1", ca().signature("SHA1withECDSA").mint());
    ROOTS.put(
        "unknown-critical",
        ca().extension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE).mint());
    ROOTS.put(
        "other-purpose",
        ca().extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning))
            .mint());
    ROOTS.put(
        "path-length-zero",
        ca().extension(Extension.basicConstraints, true, new BasicConstraints(0)).mint());
    ROOTS.put(
        "no-ca",
        ca().extension(Extension.basicConstraints, true, new BasicConstraints(false)).mint());
    ROOTS.put(
        "no-cert-sign",
        ca().extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)).mint());
    ROOTS.put(
        "expired", ca().valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1))).mint());
    ROOTS.put(
        "not-yet-valid",
        ca().valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2))).mint());
  }

  @BeforeAll
  static void startEnvoy() throws IOException {
    mintRoots(Instant.now());
    Map<String, EnvoyServer.Trust> listeners = new LinkedHashMap<>();
    ROOTS.forEach(
        (name, root) -> {
          listeners.put(name, EnvoyServer.Trust.in(root.pem()));
          if (ConstrainedAnchors.constrain(root.anchor(), B, Constraint.Dns.ALLOW)
              instanceof ConstrainOutcome.Constrained made) {
            listeners.put(name + "-constrained", EnvoyServer.Trust.in(made.anchor().pem()));
          }
        });
    envoy = EnvoyServer.start(directory, listeners);
  }

  @AfterAll
  static void stopEnvoy() {
    if (envoy != null) {
      envoy.close();
    }
  }

  /** Lint speaks of some of these all the same: other verifiers, and other releases, differ. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "P256",
        "P384",
        "P521",
        "ED25519",
        "RSA2048",
        "no-key-usage",
        "no-key-identifiers",
        "path-length-zero",
        "RSA1024",
        "negative-serial",
        "sha1",
        "unknown-critical",
        "other-purpose"
      })
  void envoyTakesTheRootAndItsStandIn(String name) throws IOException {
    TlsClient client = client(ROOTS.get(name));

    assertThat(client.tryOnce(envoy, name)).isEqualTo(ACCEPTED);
    assertThat(client.tryOnce(envoy, name + "-constrained")).isEqualTo(ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-cert-sign", "expired", "not-yet-valid"})
  void envoyTakesNeitherTheRootNorItsStandIn(String name) throws IOException {
    TlsClient client = client(ROOTS.get(name));

    assertThat(client.tryOnce(envoy, name)).isEqualTo(REFUSED);
    assertThat(client.tryOnce(envoy, name + "-constrained")).isEqualTo(REFUSED);
  }

  @Test
  void envoyTrustsAnythingInTheFileAsCaSoThatItMustNeverGetThere() throws IOException {
    assertThat(client(ROOTS.get("no-ca")).tryOnce(envoy, "no-ca")).isEqualTo(ACCEPTED);
  }

  @Test
  void envoyPassesOverTheAnchorsPathLength() throws IOException {
    TestCertificate intermediate =
        ROOTS.get("path-length-zero").intermediate("CN=Intermediate").mint();
    TlsClient client =
        TlsClient.presenting(intermediate.workload(ID_B).realTime().mint(), intermediate);

    assertThat(client.tryOnce(envoy, "path-length-zero")).isEqualTo(ACCEPTED);
    assertThat(client.tryOnce(envoy, "path-length-zero-constrained")).isEqualTo(ACCEPTED);
  }

  @Test
  void whoNamesItsIssuerBySerialNumberFindsNoStandIn() throws IOException {
    TestCertificate root = ROOTS.get("P256");
    BigInteger serial = root.anchor().certificate().getSerialNumber();
    GeneralNames name = new GeneralNames(new GeneralName(root.anchor().certificate().getSubject()));
    TestCertificate leaf =
        root.workload(ID_B)
            .realTime()
            .extension(
                Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(name, serial))
            .mint();

    assertThat(TlsClient.presenting(leaf).tryOnce(envoy, "P256")).isEqualTo(ACCEPTED);
    assertThat(TlsClient.presenting(leaf).tryOnce(envoy, "P256-constrained")).isEqualTo(REFUSED);
  }

  private static TestCertificate.Builder ca() {
    return TestCertificate.ca("O=Istio,CN=Root CA");
  }

  private static TlsClient client(TestCertificate root) {
    return TlsClient.presenting(root.workload(ID_B).realTime().mint());
  }
}
