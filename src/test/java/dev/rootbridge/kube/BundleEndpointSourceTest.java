package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.HttpsServer;
import dev.rootbridge.it.KeyKind;
import dev.rootbridge.it.KeyedCertificate;
import dev.rootbridge.it.RootCa;
import dev.rootbridge.spiffe.SpiffeBundleWriter;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec.BundleEndpoint;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.SpiffeBundle;
import dev.rootbridge.trust.SpiffeId;
import dev.rootbridge.trust.TrustDomain;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against real HTTPS servers, honest and hostile ones. */
class BundleEndpointSourceTest {

  private static final String LOOPBACK = "127.0.0.1";
  private static final TrustDomain REMOTE = new TrustDomain("cluster-b.example");
  private static final SpiffeId ENDPOINT = SpiffeId.parse("spiffe://cluster-b.example/bundles");
  private static final PollingPace QUICK =
      new PollingPace(
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          1,
          Duration.ofMillis(50));

  private static final RootCa WEB_CA = RootCa.mint(KeyKind.EC_P256, "CN=web");
  private static final RootCa FIRST = RootCa.mint(KeyKind.EC_P256, "O=first");
  private static final RootCa SECOND = RootCa.mint(KeyKind.EC_P256, "O=second");

  private static Vertx vertx;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<TrustDomain, List<Anchor>> known = new ConcurrentHashMap<>();
  private OutboundNetwork network;
  private OptionalLong lastSequence = OptionalLong.empty();

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void allowLoopback() {
    network = open(new OutboundNetwork(AddressRule.allowing(List.of("127.0.0.0/8", "::1"))));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void aWebEndpointIsReadUnderTheGivenRootsAndFollowed() {
    HttpsServer server = webServer();
    server.answer(document(1, FIRST));
    BundleEndpointSource source = web(server.url());
    awaitRead(source, FIRST);

    server.answer(document(2, FIRST, SECOND));

    awaitRead(source, FIRST, SECOND);
  }

  @Test
  void withoutGivenRootsThoseOfTheSystemCount() {
    HttpsServer server = webServer();
    server.answer(document(1, FIRST));

    BundleEndpointSource source = source(server.url(), new BundleEndpoint.Web(Optional.empty()));

    awaitFailure(source, Failure.NOT_AUTHENTIC, "the server is not known as the endpoint");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aCertificateForAnotherHostIsNotTheEndpoints() {
    HttpsServer server =
        server(
            WEB_CA.issue(KeyKind.EC_P256, new GeneralName(GeneralName.dNSName, "other.example")));
    server.answer(document(1, FIRST));

    awaitFailure(web(server.url()), Failure.NOT_AUTHENTIC, "not known as the endpoint");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aSpiffeEndpointIsKnownByTheBootstrapAndThenByTheBundleItServes() {
    HttpsServer server = server(FIRST.issueWorkload(ENDPOINT.toString()));
    server.answer(document(1, FIRST, SECOND));
    BundleEndpointSource source = spiffe(server.url(), Optional.of(FIRST.pem()));
    awaitRead(source, FIRST, SECOND);

    known.put(REMOTE, List.of(anchor(SECOND)));

    awaitFailure(source, Failure.NOT_AUTHENTIC, "no path leads");
  }

  @Test
  void aSpiffeEndpointNeedsSomethingToBeKnownBy() {
    HttpsServer server = server(FIRST.issueWorkload(ENDPOINT.toString()));
    server.answer(document(1, FIRST));
    BundleEndpointSource source = spiffe(server.url(), Optional.empty());
    awaitFailure(
        source,
        Failure.NOT_AUTHENTIC,
        "no anchor of cluster-b.example is trusted yet, to know it by; set bootstrap.pem");

    known.put(REMOTE, List.of(anchor(FIRST)));

    awaitRead(source, FIRST);
  }

  @Test
  void anotherSpiffeIdOfTheSameCaIsNotTheEndpoint() {
    HttpsServer server = server(FIRST.issueWorkload("spiffe://cluster-b.example/ns/x/sa/y"));
    server.answer(document(1, FIRST));

    awaitFailure(
        spiffe(server.url(), Optional.of(FIRST.pem())),
        Failure.NOT_AUTHENTIC,
        "it is spiffe://cluster-b.example/ns/x/sa/y, not spiffe://cluster-b.example/bundles");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void theRightSpiffeIdUnderAnotherRootIsNotTheEndpoint() {
    HttpsServer server = server(SECOND.issueWorkload(ENDPOINT.toString()));
    server.answer(document(1, SECOND));

    awaitFailure(
        spiffe(server.url(), Optional.of(FIRST.pem())), Failure.NOT_AUTHENTIC, "no path leads");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void redirectsAreNotFollowed() {
    HttpsServer target = webServer();
    target.answer(document(1, SECOND));
    HttpsServer server = webServer();
    server.redirectTo(target.url());

    awaitFailure(
        web(server.url()),
        Failure.UNREACHABLE,
        "it answered 302; redirects are not followed, name the final URL");
    assertThat(target.requests()).isEmpty();
  }

  @Test
  void tls11IsRefused() {
    // A ServerHello of TLS 1.1 (RFC 4346) with a cipher suite that was offered.
    byte[] hello =
        HexFormat.of().parseHex("160302002a020000260302" + "00".repeat(32) + "00" + "c013" + "00");
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> socket.handler(clientHello -> socket.write(Buffer.buffer(hello))))
            .listen(0, LOOPBACK)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    open.add(server::close);

    awaitFailure(
        web(URI.create("https://127.0.0.1:" + server.actualPort() + "/")),
        Failure.UNREACHABLE,
        "TLS11 is not accepted by client preferences");
  }

  @Test
  void endlessAnswersEndAndHoldUpNobody() {
    HttpsServer slow = webServer();
    slow.behave(
        request -> {
          request.response().setChunked(true).write("{");
          long drip = vertx.setPeriodic(50, tick -> request.response().write(" "));
          request.response().closeHandler(closed -> vertx.cancelTimer(drip));
        });
    HttpsServer silent = webServer();
    HttpsServer good = webServer();
    good.answer(document(1, FIRST));

    BundleEndpointSource slowly = web(slow.url());
    BundleEndpointSource silently = web(silent.url());
    BundleEndpointSource well = web(good.url());

    awaitRead(well, FIRST);
    awaitFailure(slowly, Failure.UNREACHABLE, "no whole answer within 10 s");
    awaitFailure(silently, Failure.UNREACHABLE, "no whole answer within 10 s");
    awaitRead(well, FIRST);
  }

  @Test
  void hugeAnswersAreCut() {
    HttpsServer server = webServer();
    server.answer(" ".repeat(EndpointRequest.MAX_BYTES + 1));

    awaitFailure(web(server.url()), Failure.MALFORMED, "the document has more than 1048576 bytes");
  }

  @Test
  void whatIsNoBundleIsReportedAndNotTaken() {
    HttpsServer server = webServer();
    server.answer("<html>all is well</html>");
    BundleEndpointSource source = web(server.url());
    awaitFailure(source, Failure.MALFORMED, "not JSON");

    server.answer("{\"keys\": []}");
    awaitFailure(source, Failure.EMPTY, "the document has no X.509 authority");

    server.behave(request -> request.response().setStatusCode(304).end());
    awaitFailure(source, Failure.MALFORMED, "it answered 304 to a first question");

    server.behave(request -> request.response().setStatusCode(500).end());
    awaitFailure(source, Failure.UNREACHABLE, "it answered 500");

    server.answer(document(1, FIRST));
    awaitRead(source, FIRST);
  }

  @Test
  void aSequenceThatGoesBackIsNotTaken() {
    HttpsServer server = webServer();
    server.answer(document(5, FIRST, SECOND));
    BundleEndpointSource source = web(server.url());
    awaitRead(source, FIRST, SECOND);

    server.answer(document(4, FIRST));
    awaitFailure(
        source,
        Failure.SEQUENCE_WENT_BACK,
        "spiffe_sequence went back from 5 to 4; an old document is not taken");

    server.answer(document(6, SECOND));
    awaitRead(source, SECOND);
  }

  @Test
  void aSequenceFromBeforeARestartCountsToo() {
    HttpsServer server = webServer();
    server.answer(document(4, FIRST));
    lastSequence = OptionalLong.of(5);
    BundleEndpointSource source = web(server.url());
    awaitFailure(source, Failure.SEQUENCE_WENT_BACK, "from 5 to 4");

    server.answer(document(5, FIRST));
    awaitRead(source, FIRST);
    assertThat(((Read) source.reading()).sequence()).hasValue(5);
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    HttpsServer server = webServer();
    String document = document(1, FIRST);
    AtomicInteger sent = new AtomicInteger();
    server.behave(
        request -> {
          if ("\"one\"".equals(request.getHeader("If-None-Match"))) {
            request.response().setStatusCode(304).end();
          } else {
            sent.incrementAndGet();
            request.response().putHeader("ETag", "\"one\"").end(document);
          }
        });
    BundleEndpointSource source = web(server.url());

    await().until(() -> server.requests().size() > 3);

    awaitRead(source, FIRST);
    assertThat(sent).hasValue(1);
  }

  @Test
  void addressesInsideAreRefusedInTheUrlAndAfterDns() {
    HttpsServer server = webServer();
    server.answer(document(1, FIRST));
    network = open(new OutboundNetwork(AddressRule.allowing(List.of())));

    awaitFailure(
        web(server.url()), Failure.ADDRESS_REFUSED, "its address 127.0.0.1 is a loopback address");
    awaitFailure(
        web(URI.create("https://localhost:" + server.port() + "/")),
        Failure.ADDRESS_REFUSED,
        "its address 127.0.0.1 is a loopback address");
    awaitFailure(
        web(URI.create("https://2130706433:" + server.port() + "/")),
        Failure.ADDRESS_REFUSED,
        "in a form that programs read differently");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aServerThatIsAwayIsAskedUntilItComesBack() {
    HttpsServer server = webServer();
    server.behave(request -> request.connection().close());
    BundleEndpointSource source = web(server.url());
    awaitFailure(source, Failure.UNREACHABLE, "");

    server.answer(document(1, FIRST));

    awaitRead(source, FIRST);
  }

  private HttpsServer webServer() {
    return server(
        WEB_CA.issue(
            KeyKind.EC_P256,
            new GeneralName(GeneralName.iPAddress, LOOPBACK),
            new GeneralName(GeneralName.dNSName, "localhost")));
  }

  private HttpsServer server(KeyedCertificate serving) {
    return open(new HttpsServer(vertx, LOOPBACK, serving));
  }

  private BundleEndpointSource web(URI url) {
    return source(url, new BundleEndpoint.Web(Optional.of(WEB_CA.pem())));
  }

  private BundleEndpointSource spiffe(URI url, Optional<String> bootstrap) {
    return source(url, new BundleEndpoint.Spiffe(ENDPOINT, bootstrap));
  }

  private BundleEndpointSource source(URI url, BundleEndpoint.Profile profile) {
    return open(
        new BundleEndpointSource(
            network,
            new BundleEndpoint(url, profile),
            lastSequence,
            new EndpointTrust(
                network, domain -> known.getOrDefault(domain, List.of()), Clock.systemUTC()),
            QUICK,
            () -> {}));
  }

  private <T extends AutoCloseable> T open(T opened) {
    open.add(opened);
    return opened;
  }

  private static void awaitRead(BundleEndpointSource source, RootCa... roots) {
    List<Anchor> expected = List.of(roots).stream().map(BundleEndpointSourceTest::anchor).toList();
    await()
        .untilAsserted(
            () ->
                assertThat(source.reading())
                    .isInstanceOfSatisfying(
                        Read.class, read -> assertThat(read.anchors()).isEqualTo(expected)));
  }

  private static void awaitFailure(BundleEndpointSource source, Failure failure, String message) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(source.reading())
                    .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                          assertThat(failed.failure()).as(failed.message()).isEqualTo(failure);
                          assertThat(failed.message())
                              .startsWith("bundle endpoint https://")
                              .contains(message);
                        }));
  }

  private static String document(long sequence, RootCa... roots) {
    return SpiffeBundleWriter.print(
        new SpiffeBundle(
            List.of(roots).stream().map(BundleEndpointSourceTest::anchor).toList(),
            OptionalLong.of(sequence),
            Optional.of(Duration.ofSeconds(1))));
  }

  private static Anchor anchor(RootCa root) {
    try {
      return Anchor.ofDer(root.certificate().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
