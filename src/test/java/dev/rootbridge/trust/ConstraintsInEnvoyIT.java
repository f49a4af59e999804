package dev.rootbridge.trust;

import static dev.rootbridge.trust.TlsClient.Verdict.ACCEPTED;
import static dev.rootbridge.trust.TlsClient.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the real Envoy lets in: with both roots pooled, with B's constrained, and with B's
 * constrained and DNS names forbidden.
 */
class ConstraintsInEnvoyIT {

  private static final String POOLED = "pooled";
  private static final String CONSTRAINED = "constrained";
  private static final String NO_DNS = "no-dns";

  private static final Set<String> ALL = Set.of(POOLED, CONSTRAINED, NO_DNS);
  private static final Set<String> UNLESS_DNS_IS_FORBIDDEN = Set.of(POOLED, CONSTRAINED);
  private static final Set<String> POOLED_ONLY = Set.of(POOLED);
  private static final Set<String> NONE = Set.of();

  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final String ID_A = "spiffe://cluster-a.example/ns/x/sa/y";
  private static final String ID_B = "spiffe://cluster-b.example/ns/x/sa/y";
  private static final String ISTIO_ROOT = "O=Istio,CN=Root CA";
  private static final String ISTIO_INTERMEDIATE = "O=Istio,CN=Intermediate CA";

  private static final TestCertificate ROOT_A = TestCertificate.root(ISTIO_ROOT);
  private static final TestCertificate ROOT_B = TestCertificate.root(ISTIO_ROOT);
  private static final TestCertificate INTERMEDIATE =
      ROOT_B.intermediate(ISTIO_INTERMEDIATE).mint();

  @TempDir private static Path directory;
  private static final Map<String, EnvoyServer.Trust> LISTENERS =
      Map.of(
          POOLED, trust(Constraint.Mode.NONE, Constraint.Dns.ALLOW),
          CONSTRAINED, trust(Constraint.Mode.TRUST_DOMAIN, Constraint.Dns.ALLOW),
          NO_DNS, trust(Constraint.Mode.TRUST_DOMAIN, Constraint.Dns.FORBID));
  private static EnvoyServer envoy;

  @BeforeAll
  static void startEnvoy() throws IOException {
    envoy = EnvoyServer.start(directory, LISTENERS);
  }

  @AfterAll
  static void stopEnvoy() {
    if (envoy != null) {
      envoy.close();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"documentedRows", "urisOfB", "urisOfNobody", "chains"})
  void envoyDecides(TlsClient client, Set<String> accepting) throws IOException {
    for (String listener : List.of(POOLED, CONSTRAINED, NO_DNS)) {
      assertThat(client.tryOnce(envoy, listener))
          .as(listener)
          .isEqualTo(accepting.contains(listener) ? ACCEPTED : REFUSED);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"documentedRows", "urisOfB", "urisOfNobody", "chains"})
  void ourVerifierNeverAcceptsWhatEnvoyRefuses(TlsClient client, Set<String> accepting) {
    LISTENERS.forEach(
        (listener, trust) -> {
          List<Anchor> bundle = PemCertificatesTest.anchors(trust.rootCertPem());
          ChainVerdict verdict = new ChainVerifier(bundle, Instant.now()).verify(client.chain());
          if (!accepting.contains(listener)) {
            assertThat(verdict).as(listener).isInstanceOf(ChainVerdict.Refused.class);
          }
        });
  }

  static Stream<Arguments> documentedRows() {
    TestCertificate withDns =
        ROOT_B.intermediate(ISTIO_INTERMEDIATE).dns("istiod.istio-system.svc").mint();
    TestCertificate onlyDns = ROOT_B.workload().dns("istiod.istio-system.svc").realTime().mint();
    return Stream.of(
        row("A's own", ALL, leaf(ROOT_A, ID_A)),
        row("B's own", ALL, leaf(ROOT_B, ID_B)),
        row("B's own, intermediate", ALL, leaf(INTERMEDIATE, ID_B), INTERMEDIATE),
        row("B in capitals", ALL, leaf(ROOT_B, "spiffe://CLUSTER-B.EXAMPLE/ns/x/sa/y")),
        row("A", POOLED_ONLY, leaf(ROOT_B, ID_A)),
        row("A, intermediate", POOLED_ONLY, leaf(INTERMEDIATE, ID_A), INTERMEDIATE),
        row("A, with B's root sent along", POOLED_ONLY, leaf(ROOT_B, ID_A), ROOT_B),
        row("B and A", POOLED_ONLY, leaf(ROOT_B, ID_B, ID_A)),
        row("A and B", POOLED_ONLY, leaf(ROOT_B, ID_A, ID_B)),
        row("a subdomain", POOLED_ONLY, leaf(ROOT_B, "spiffe://x.cluster-b.example/ns/x")),
        row(
            "B as a user at A",
            POOLED_ONLY,
            leaf(ROOT_B, "spiffe://cluster-b.example@cluster-a.example/ns/x")),
        row("A with a port", POOLED_ONLY, leaf(ROOT_B, "spiffe://cluster-a.example:443/ns/x")),
        row(
            "B and a port in A's path",
            POOLED_ONLY,
            leaf(ROOT_B, "spiffe://cluster-a.example/ns/y.cluster-b.example:1")),
        row("only a DNS name", UNLESS_DNS_IS_FORBIDDEN, onlyDns),
        row(
            "B's own, Istio's plug-in intermediate",
            UNLESS_DNS_IS_FORBIDDEN,
            leaf(withDns, ID_B),
            withDns));
  }

  /** The host of all of these is B's by RFC 3986, whatever Istio makes of them. */
  static Stream<Arguments> urisOfB() {
    return Stream.of(
            "spiffe://cluster-b.example",
            "spiffe://cluster-b.example//x",
            "spiffe://cluster-b.example./x",
            "spiffe://cluster-b.example:443/x",
            "spiffe://cluster-b.example#@cluster-a.example/x",
            "spiffe://cluster-b.example?@cluster-a.example/x",
            "https://cluster-b.example/x",
            "SPIFFE://cluster-b.example/x")
        .map(uri -> row("<" + uri + ">", ALL, leaf(ROOT_B, uri)));
  }

  static Stream<Arguments> urisOfNobody() {
    return Stream.of(
            "",
            "cluster-b.example",
            "urn:cluster-b.example",
            "spiffe:cluster-b.example/x",
            "spiffe:/cluster-b.example/x",
            "spiffe://",
            "spiffe:///x",
            "spiffe://*/x",
            "spiffe://*.cluster-b.example/x",
            "spiffe://.cluster-b.example/x",
            "spiffe://xcluster-b.example/x",
            "spiffe://cluster-b.exampl/x",
            "spiffe://cluster-b.examplee/x",
            "spiffe://cluster-b.example.evil.example/x",
            "spiffe://cluster%2Db.example/x",
            "spiffe://cluster-b%2Eexample/x",
            "spiffe://cluster-b.example%00.cluster-a.example/x",
            "spiffe://cluster-b.example\0.cluster-a.example/x",
            "spiffe://cluster-b.example\n/x",
            "spiffe://cluster-b.example /x",
            "spiffe:// cluster-b.example/x",
            "spiffe://cluster-a.example\\@cluster-b.example/x",
            "spiffe://cluster-b.example\\@cluster-a.example/x",
            "spiffe://cluster-a.example?.cluster-b.example/x",
            "spiffe://cluster-a.example@cluster-b.example/x",
            "spiffe://cluster-b.example:443@cluster-a.example/x",
            "spiffe://cluster-b.example:@cluster-a.example/x",
            "spiffe://[::1]/x",
            "spiffe://[cluster-b.example]/x")
        .map(uri -> row("<" + uri + ">", POOLED_ONLY, leaf(ROOT_B, uri)));
  }

  static Stream<Arguments> chains() {
    TestCertificate widening =
        ROOT_B
            .intermediate(ISTIO_INTERMEDIATE)
            .extension(Extension.nameConstraints, true, permitted("cluster-a.example"))
            .mint();
    TestCertificate named = ROOT_B.intermediate(ISTIO_INTERMEDIATE).uris(ID_A).mint();
    TestCertificate selfIssued = ROOT_B.intermediate(ISTIO_ROOT).mint();
    TestCertificate namedSelfIssued = ROOT_B.intermediate(ISTIO_ROOT).uris(ID_A).mint();
    TestCertificate twinOfA = ROOT_B.intermediate(ISTIO_ROOT).keysOf(ROOT_A).mint();
    TestCertificate deep = INTERMEDIATE.intermediate("CN=Deeper").mint();
    TestCertificate pathEnds =
        ROOT_B
            .intermediate(ISTIO_INTERMEDIATE)
            .extension(Extension.basicConstraints, true, new BasicConstraints(0))
            .mint();
    TestCertificate beyond = pathEnds.intermediate("CN=Beyond").mint();
    TestCertificate stranger = TestCertificate.root(ISTIO_ROOT);
    TestCertificate issuer = TestCertificate.root(standInIssuer().name().toString());
    TestCertificate noCa =
        ROOT_B
            .intermediate("CN=No CA")
            .extension(Extension.basicConstraints, true, new BasicConstraints(false))
            .mint();
    return Stream.of(
        row("intermediate permits A", NONE, leaf(widening, ID_B), widening),
        row("A, intermediate permits A", POOLED_ONLY, leaf(widening, ID_A), widening),
        row("B, intermediate is itself A's", POOLED_ONLY, leaf(named, ID_B), named),
        row("A, self-issued intermediate", POOLED_ONLY, leaf(selfIssued, ID_A), selfIssued),
        row("B's own, self-issued intermediate", ALL, leaf(selfIssued, ID_B), selfIssued),
        row("B's own, self-issued A", ALL, leaf(namedSelfIssued, ID_B), namedSelfIssued),
        row("A, self-issued A", POOLED_ONLY, leaf(namedSelfIssued, ID_A), namedSelfIssued),
        row("B's own, two intermediates", ALL, leaf(deep, ID_B), deep, INTERMEDIATE),
        row("A, two intermediates", POOLED_ONLY, leaf(deep, ID_A), deep, INTERMEDIATE),
        row("beyond the path length", NONE, leaf(beyond, ID_B), beyond, pathEnds),
        row("A's root certified by B changes nothing for A", ALL, leaf(ROOT_A, ID_A), twinOfA),
        row("a stranger with the same name", NONE, leaf(stranger, ID_B), stranger),
        row("a stranger named as the stand-in's issuer", NONE, leaf(issuer, ID_A), issuer),
        row("A, unconstrained by the stand-in's issuer", POOLED_ONLY, leaf(ROOT_B, ID_A), twin()),
        row("an issuer that is no CA", NONE, leaf(noCa, ID_B), noCa),
        row("no name at all", ALL, ROOT_B.workload().realTime().mint()));
  }

  /** B's root once more without a constraint, signed by the issuer whose key anybody can derive. */
  private static TestCertificate twin() {
    TBSCertificate root = ROOT_B.anchor().certificate().toASN1Structure().getTBSCertificate();
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(1));
    generator.setSignature(StandInIssuer.ALGORITHM);
    generator.setIssuer(standInIssuer().name());
    generator.setValidity(root.getValidity());
    generator.setSubject(root.getSubject());
    generator.setSubjectPublicKeyInfo(root.getSubjectPublicKeyInfo());
    generator.setExtensions(root.getExtensions());
    try {
      return ROOT_B.with(Anchor.ofDer(standInIssuer().sign(generator.generateTBSCertificate())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StandInIssuer standInIssuer() {
    return StandInIssuer.of(ROOT_B.anchor(), B, Constraint.Dns.ALLOW);
  }

  private static NameConstraints permitted(String host) {
    return new NameConstraints(
        new GeneralSubtree[] {
          new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, host))
        },
        null);
  }

  private static TestCertificate leaf(TestCertificate issuer, String... uris) {
    return issuer.workload(uris).realTime().mint();
  }

  private static Arguments row(
      String name, Set<String> accepting, TestCertificate leaf, TestCertificate... chain) {
    return Arguments.of(Named.of(name, TlsClient.presenting(leaf, chain)), accepting);
  }

  private static EnvoyServer.Trust trust(Constraint.Mode mode, Constraint.Dns dns) {
    Federation federation =
        Federation.compose(
            new TrustBundle(A, List.of(ROOT_A.anchor())),
            List.of(
                new FederatedBundle(
                    new TrustBundle(B, List.of(ROOT_B.anchor())), new Constraint(mode, dns))),
            TestCertificate.NOW);
    RenderedBundle bundle = RenderedBundle.render(federation, Set.of(B));
    return EnvoyServer.Trust.in(((RenderedBundle.Rendered) bundle).text());
  }
}
