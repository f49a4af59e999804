package dev.rootbridge.trust;

import static dev.rootbridge.trust.TlsClient.Verdict.ACCEPTED;
import static dev.rootbridge.trust.TlsClient.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Why look-alikes are left out: Envoy takes the first root of the issuer's name that no key
 * identifier rules out, so that one that joins can cut off another's workloads, the local ones
 * included.
 */
class EqualSubjectsInEnvoyIT {

  private static final String ISTIO_ROOT = "O=Istio,CN=Root CA";
  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final String ID_A = "spiffe://cluster-a.example/ns/x/sa/y";
  private static final String ID_B = "spiffe://cluster-b.example/ns/x/sa/y";

  private static final TestCertificate ROOT_A = TestCertificate.root(ISTIO_ROOT);
  private static final TestCertificate INTERMEDIATE_A =
      ROOT_A.intermediate("O=Istio,CN=Intermediate CA").mint();
  private static final TestCertificate ROOT_B = TestCertificate.root(ISTIO_ROOT);

  private static final Map<String, TestCertificate> LOOK_ALIKES =
      Map.of(
          "no-key-identifier",
          TestCertificate.ca(ISTIO_ROOT).withoutKeyIdentifiers().mint(),
          "copied-key-identifier",
          TestCertificate.ca(ISTIO_ROOT).extension(keyIdentifierOf(ROOT_A)).mint(),
          "another-spelling",
          TestCertificate.ca("O=ISTIO,CN=root  ca").withoutKeyIdentifiers().mint());

  private static final Set<String> NAMES = LOOK_ALIKES.keySet();

  private static final TestCertificate SHADOW_OF_INTERMEDIATE =
      TestCertificate.ca("O=Istio,CN=Intermediate CA")
          .extension(keyIdentifierOf(INTERMEDIATE_A))
          .mint();

  private static final String TOLD_APART = "told-apart";
  private static final String COMPOSED = "composed";
  private static final String SHADOWED_INTERMEDIATE = "shadowed-intermediate";
  private static final String FIRST = "-first";
  private static final String LAST = "-last";

  @TempDir private static Path directory;
  private static final Map<String, List<Anchor>> FILES = new LinkedHashMap<>();
  private static EnvoyServer envoy;

  @BeforeAll
  static void startEnvoy() throws IOException {
    putInBothOrders(TOLD_APART, ROOT_B);
    LOOK_ALIKES.forEach(EqualSubjectsInEnvoyIT::putInBothOrders);
    FILES.put(SHADOWED_INTERMEDIATE, List.of(constrained(SHADOW_OF_INTERMEDIATE), ROOT_A.anchor()));
    FILES.put(COMPOSED, composed());
    Map<String, EnvoyServer.Trust> listeners = new LinkedHashMap<>();
    FILES.forEach(
        (name, anchors) ->
            listeners.put(
                name,
                EnvoyServer.Trust.in(
                    anchors.stream().map(Anchor::pem).collect(Collectors.joining()))));
    envoy = EnvoyServer.start(directory, listeners);
  }

  @AfterAll
  static void stopEnvoy() {
    if (envoy != null) {
      envoy.close();
    }
  }

  @Test
  void rootsWithKeyIdentifiersAreToldApartByThoseOfWorkloads() throws IOException {
    for (String order : List.of(FIRST, LAST)) {
      assertThat(named(ROOT_A, ID_A).tryOnce(envoy, TOLD_APART + order)).isEqualTo(ACCEPTED);
      assertThat(named(ROOT_B, ID_B).tryOnce(envoy, TOLD_APART + order)).isEqualTo(ACCEPTED);
    }
  }

  @Test
  void aWorkloadThatDoesntSayWhichIsLetInByTheFirstRootOnly() throws IOException {
    assertThat(nameless(ROOT_B, ID_B).tryOnce(envoy, TOLD_APART + FIRST)).isEqualTo(ACCEPTED);
    assertThat(nameless(ROOT_A, ID_A).tryOnce(envoy, TOLD_APART + FIRST)).isEqualTo(REFUSED);
    assertThat(nameless(ROOT_B, ID_B).tryOnce(envoy, TOLD_APART + LAST)).isEqualTo(REFUSED);
    assertThat(nameless(ROOT_A, ID_A).tryOnce(envoy, TOLD_APART + LAST)).isEqualTo(ACCEPTED);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void aLookAlikeInFrontCutsOffLocalWorkloads(String name) throws IOException {
    assertThat(named(ROOT_A, ID_A).tryOnce(envoy, name + LAST)).isEqualTo(ACCEPTED);
    assertThat(named(ROOT_A, ID_A).tryOnce(envoy, name + FIRST)).isEqualTo(REFUSED);
  }

  @Test
  void soNoneGetsIntoTheFileBesideALocalRoot() throws IOException {
    assertThat(FILES.get(COMPOSED)).hasSize(2);
    assertThat(named(ROOT_A, ID_A).tryOnce(envoy, COMPOSED)).isEqualTo(ACCEPTED);
    assertThat(named(ROOT_B, ID_B).tryOnce(envoy, COMPOSED)).isEqualTo(ACCEPTED);
  }

  /** Intermediates are sent by workloads and are in no source, so that nobody can compare. */
  @Test
  void aRemoteCaThatTakesTheNameOfALocalIntermediateStillCutsItOff() throws IOException {
    TlsClient client =
        TlsClient.presenting(INTERMEDIATE_A.workload(ID_A).realTime().mint(), INTERMEDIATE_A);

    assertThat(client.tryOnce(envoy, SHADOWED_INTERMEDIATE)).isEqualTo(REFUSED);
    assertThat(client.tryOnce(envoy, COMPOSED)).isEqualTo(ACCEPTED);
  }

  @Test
  void ourVerifierAcceptsWhatEnvoyAcceptsInEveryOrder() {
    List<String> lookAlikes = NAMES.stream().sorted().toList();

    for (String order : List.of(FIRST, LAST)) {
      assertThat(verdict(named(ROOT_A, ID_A), TOLD_APART + order))
          .isInstanceOf(ChainVerdict.Accepted.class);
      assertThat(reason(nameless(ROOT_A, ID_A), TOLD_APART + order))
          .isEqualTo(ChainVerdict.Reason.AMBIGUOUS_ISSUER);
      for (String name : lookAlikes) {
        assertThat(reason(named(ROOT_A, ID_A), name + order))
            .as(name)
            .isEqualTo(ChainVerdict.Reason.AMBIGUOUS_ISSUER);
      }
    }
    assertThat(
            reason(
                TlsClient.presenting(INTERMEDIATE_A.workload(ID_A).mint(), INTERMEDIATE_A),
                SHADOWED_INTERMEDIATE))
        .isEqualTo(ChainVerdict.Reason.NO_ANCHOR);
  }

  private static ChainVerdict verdict(TlsClient client, String file) {
    return new ChainVerifier(FILES.get(file), Instant.now()).verify(client.chain());
  }

  private static ChainVerdict.Reason reason(TlsClient client, String file) {
    return ((ChainVerdict.Refused) verdict(client, file)).reason();
  }

  private static void putInBothOrders(String name, TestCertificate root) {
    FILES.put(name + FIRST, List.of(constrained(root), ROOT_A.anchor()));
    FILES.put(name + LAST, List.of(ROOT_A.anchor(), constrained(root)));
  }

  /** All look-alikes and one that isn't, as a source of B's. */
  private static List<Anchor> composed() {
    TestCertificate[] ofB =
        Stream.concat(LOOK_ALIKES.values().stream(), Stream.of(ROOT_B))
            .toArray(TestCertificate[]::new);
    Federation federation =
        Federation.compose(
            TestFederation.bundle(A, ROOT_A),
            List.of(TestFederation.constrained(B, ofB)),
            Instant.now());
    RenderedBundle bundle = RenderedBundle.render(federation, Set.of(B));
    return PemCertificatesTest.anchors(((RenderedBundle.Rendered) bundle).text());
  }

  private static Anchor constrained(TestCertificate root) {
    return ((ConstrainOutcome.Constrained)
            ConstrainedAnchors.constrain(root.anchor(), B, Constraint.Dns.ALLOW))
        .anchor();
  }

  private static Extension keyIdentifierOf(TestCertificate ca) {
    return ca.anchor().certificate().getExtension(Extension.subjectKeyIdentifier);
  }

  private static TlsClient named(TestCertificate root, String id) {
    return TlsClient.presenting(root.workload(id).realTime().mint());
  }

  private static TlsClient nameless(TestCertificate root, String id) {
    return TlsClient.presenting(root.workload(id).withoutKeyIdentifiers().realTime().mint());
  }
}
