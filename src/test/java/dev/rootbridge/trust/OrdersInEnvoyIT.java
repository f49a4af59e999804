package dev.rootbridge.trust;

import static dev.rootbridge.trust.TlsClient.Verdict.ACCEPTED;
import static dev.rootbridge.trust.TlsClient.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Istio's agent sorts the file by its text, so a bundle must mean the same in every order: here
 * several domains with several roots, all with the one subject that Istio gives its roots.
 */
class OrdersInEnvoyIT {

  private static final String ISTIO_ROOT = "O=Istio,CN=Root CA";
  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TrustDomain C = new TrustDomain("cluster-c.example");
  private static final TestCertificate ROOT_A = TestCertificate.root(ISTIO_ROOT);
  private static final TestCertificate ROOT_B = TestCertificate.root(ISTIO_ROOT);
  private static final TestCertificate OTHER_ROOT_B =
      TestCertificate.ca(ISTIO_ROOT).key(TestKey.RSA2048).mint();
  private static final TestCertificate ROOT_C =
      TestCertificate.ca(ISTIO_ROOT).key(TestKey.P384).mint();
  private static final String KEY_TWICE = "key-twice";
  private static final String KEY_TWICE_REVERSED = "key-twice-reversed";

  @TempDir private static Path directory;
  private static final Set<String> ORDERS = new HashSet<>();
  private static EnvoyServer envoy;

  @BeforeAll
  static void startEnvoy() throws IOException {
    Map<String, EnvoyServer.Trust> listeners = new LinkedHashMap<>();
    String file =
        TestFederation.rendered(
            TestFederation.bundle(A, ROOT_A),
            TestFederation.constrained(B, ROOT_B, OTHER_ROOT_B),
            TestFederation.constrained(C, ROOT_C));
    for (List<Anchor> order : permutations(PemCertificatesTest.anchors(file))) {
      listeners.put("order-" + listeners.size(), trust(order));
    }
    ORDERS.addAll(listeners.keySet());

    Anchor constrained =
        ((ConstrainOutcome.Constrained)
                ConstrainedAnchors.constrain(ROOT_B.anchor(), B, Constraint.Dns.ALLOW))
            .anchor();
    listeners.put(KEY_TWICE, trust(List.of(ROOT_A.anchor(), constrained, ROOT_B.anchor())));
    listeners.put(
        KEY_TWICE_REVERSED, trust(List.of(ROOT_A.anchor(), ROOT_B.anchor(), constrained)));
    envoy = EnvoyServer.start(directory, listeners);
  }

  @AfterAll
  static void stopEnvoy() {
    if (envoy != null) {
      envoy.close();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void everyOrderGivesTheSameVerdict(TlsClient client, TlsClient.Verdict expected)
      throws IOException {
    assertThat(verdicts(client, ORDERS)).containsExactly(expected);
  }

  static Stream<Arguments> everyOrderGivesTheSameVerdict() {
    return Stream.of(
        row("A's own", ACCEPTED, ROOT_A, "cluster-a.example"),
        row("B's own", ACCEPTED, ROOT_B, "cluster-b.example"),
        row("B's own by its other root", ACCEPTED, OTHER_ROOT_B, "cluster-b.example"),
        row("C's own", ACCEPTED, ROOT_C, "cluster-c.example"),
        row("A by B", REFUSED, ROOT_B, "cluster-a.example"),
        row("A by B's other root", REFUSED, OTHER_ROOT_B, "cluster-a.example"),
        row("C by B", REFUSED, ROOT_B, "cluster-c.example"),
        row("B by C", REFUSED, ROOT_C, "cluster-b.example"));
  }

  /** Why there is one entry a key: what a second one does depends on the order. */
  @Test
  void asSoonAsAKeyIsInTheFileTwiceSomeOrderVoidsTheConstraint() throws IOException {
    TlsClient client = client(ROOT_B, "cluster-a.example");

    assertThat(verdicts(client, Set.of(KEY_TWICE, KEY_TWICE_REVERSED))).contains(ACCEPTED);
  }

  private static Set<TlsClient.Verdict> verdicts(TlsClient client, Set<String> listeners)
      throws IOException {
    Set<TlsClient.Verdict> verdicts = new HashSet<>();
    for (String listener : listeners) {
      verdicts.add(client.tryOnce(envoy, listener));
    }
    return verdicts;
  }

  private static Arguments row(
      String name, TlsClient.Verdict expected, TestCertificate root, String domain) {
    return Arguments.of(Named.of(name, client(root, domain)), expected);
  }

  private static TlsClient client(TestCertificate root, String domain) {
    return TlsClient.presenting(
        root.workload("spiffe://" + domain + "/ns/x/sa/y").realTime().mint());
  }

  private static EnvoyServer.Trust trust(List<Anchor> anchors) {
    return EnvoyServer.Trust.in(anchors.stream().map(Anchor::pem).collect(Collectors.joining()));
  }

  private static List<List<Anchor>> permutations(List<Anchor> anchors) {
    if (anchors.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Anchor>> all = new ArrayList<>();
    for (Anchor first : anchors) {
      List<Anchor> rest = anchors.stream().filter(anchor -> !anchor.equals(first)).toList();
      for (List<Anchor> order : permutations(rest)) {
        all.add(Stream.concat(Stream.of(first), order.stream()).toList());
      }
    }
    return all;
  }
}
