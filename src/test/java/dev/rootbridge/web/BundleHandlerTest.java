package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.spiffe.SpiffeBundleOutcome;
import dev.rootbridge.spiffe.SpiffeBundleReader;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.SpiffeBundle;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TestKey;
import dev.rootbridge.trust.TlsServer;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.WebClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger gets from the bundle endpoint, over TLS. */
class BundleHandlerTest {

  private static final TestCertificate CA = TestCertificate.root("CN=Web");
  private static final TestCertificate A = TestCertificate.root("O=A");
  private static final TestCertificate A_NEXT = TestCertificate.root("O=A next");
  private static final TestCertificate WEAK =
      TestCertificate.ca("O=Weak").key(TestKey.DSA2048).mint();
  private static final LocalRoots ROTATING =
      new LocalRoots(
          List.of(
              tracked(A, AnchorState.RETIRING),
              tracked(A_NEXT, AnchorState.ACTIVE),
              tracked(TestCertificate.root("O=Bad"), AnchorState.REFUSED)),
          7);

  private static TlsServer server;
  private static WebClient client;
  private static volatile LocalRoots roots;
  private static volatile Optional<SyncPlan> plan;

  @BeforeAll
  static void serve() {
    Instant now = Instant.now();
    TestCertificate web =
        CA.workload().dns("localhost").valid(now.minusSeconds(60), now.plusSeconds(3600)).mint();
    server =
        TlsServer.answering(new BundleHandler(() -> roots, () -> plan, Duration.ofMinutes(5)), web);
    client = WebClient.trusting(CA.pem());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void publish() {
    roots = ROTATING;
    plan = Optional.of(TestPlan.settled());
  }

  @Test
  void holdsWhatIsActiveAndRetiringAndNothingElse() {
    HttpResponse<String> answer = client.get(bundle());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().allValues("content-type")).containsExactly("application/json");
    assertThat(answer.headers().allValues("cache-control")).containsExactly("no-cache");
    SpiffeBundle read = read(answer);
    assertThat(read.anchors()).containsExactlyInAnyOrder(A.anchor(), A_NEXT.anchor());
    assertThat(read.sequence()).isEqualTo(OptionalLong.of(7));
    assertThat(read.refreshHint()).contains(Duration.ofMinutes(5));
  }

  @Test
  void isTheSameWhateverOrderTheRootsAreKeptIn() {
    String first = client.get(bundle()).body();
    roots = new LocalRoots(List.of(ROTATING.anchors().get(1), ROTATING.anchors().get(0)), 7);

    assertThat(client.get(bundle()).body()).isEqualTo(first);
  }

  @Test
  void isSentOnceToWhoKeepsIt() {
    String etag = client.get(bundle()).headers().firstValue("etag").orElseThrow();
    assertThat(etag).matches("\"[0-9a-f]{64}\"");

    HttpResponse<String> again = client.get(bundle(), "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("etag")).contains(etag);

    roots = new LocalRoots(ROTATING.anchors(), 8);
    HttpResponse<String> changed = client.get(bundle(), "If-None-Match", etag);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(read(changed).sequence()).isEqualTo(OptionalLong.of(8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*|304",
        "W/ETAG|304",
        "\"other\", ETAG|304",
        "\"other\"|200",
        "W/\"other\", \"another\"|200",
      })
  void tagsAreComparedAsHttpSays(String ifNoneMatch, int status) {
    String etag = client.get(bundle()).headers().firstValue("etag").orElseThrow();

    assertThat(
            client.get(bundle(), "If-None-Match", ifNoneMatch.replace("ETAG", etag)).statusCode())
        .isEqualTo(status);
  }

  @Test
  void headSaysTheSameWithoutTheDocument() {
    HttpResponse<String> get = client.get(bundle());
    HttpResponse<String> head = client.send("HEAD", bundle());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String header : List.of("etag", "content-type", "content-length", "cache-control")) {
      assertThat(head.headers().allValues(header)).isEqualTo(get.headers().allValues(header));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
  void nothingElseCanBeDoneWithIt(String method) {
    HttpResponse<String> answer = client.send(method, bundle());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().allValues("allow")).containsExactly("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/bundle/", "/bundle/x", "//bundle", "/q/health"})
  void nothingElseIsThere(String path) {
    assertThat(client.get(at(path)).statusCode()).isEqualTo(404);
  }

  @Test
  void whileTheRootsAreUnknownItSaysWhyAndNotWhere() {
    roots = LocalRoots.NONE;
    assertUnavailable("Why: this trust domain's roots are not known or not verified yet\n");

    plan = Optional.empty();
    assertUnavailable("NotYetRead: this trust domain's roots are not known or not verified yet\n");
  }

  @Test
  void aRootThatNoDocumentCanHoldIsNotLeftOutSilently() {
    roots =
        new LocalRoots(
            List.of(tracked(A, AnchorState.ACTIVE), tracked(WEAK, AnchorState.ACTIVE)), 1);

    HttpResponse<String> answer = client.get(bundle());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).startsWith("UnsupportedKey: ");
  }

  private static void assertUnavailable(String body) {
    HttpResponse<String> answer = client.get(bundle());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.headers().allValues("retry-after")).containsExactly("10");
    assertThat(answer.headers().allValues("cache-control")).containsExactly("no-store");
  }

  private static SpiffeBundle read(HttpResponse<String> answer) {
    SpiffeBundleOutcome outcome = new SpiffeBundleReader(PemLimits.DEFAULTS).read(answer.body());
    assertThat(outcome).isInstanceOf(SpiffeBundleOutcome.Parsed.class);
    return ((SpiffeBundleOutcome.Parsed) outcome).bundle();
  }

  private static URI bundle() {
    return at("/bundle");
  }

  private static URI at(String path) {
    return URI.create("https://localhost:" + server.port() + path);
  }

  private static TrackedAnchor tracked(TestCertificate root, AnchorState state) {
    return new TrackedAnchor(
        root.anchor(),
        state,
        NOW,
        state == AnchorState.RETIRING ? Optional.of(NOW) : Optional.empty(),
        "");
  }
}
