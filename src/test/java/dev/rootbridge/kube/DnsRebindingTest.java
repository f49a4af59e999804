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
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.SpiffeBundle;
import io.vertx.core.Vertx;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A name that means a server outside when it is looked at, and one inside when it is connected to.
 * Outside is 127.0.0.1 here, and inside 127.0.0.2, where the same server listens on the same port.
 */
class DnsRebindingTest {

  private static final String OUTSIDE = "127.0.0.1";
  private static final String INSIDE = "127.0.0.2";
  private static final String NAME = "bundles.rebinding.example";
  private static final RootCa CA = RootCa.mint(KeyKind.EC_P256, "CN=web");
  private static final KeyedCertificate SERVING =
      CA.issue(KeyKind.EC_P256, new GeneralName(GeneralName.dNSName, NAME));
  private static final RootCa FIRST = RootCa.mint(KeyKind.EC_P256, "O=first");
  private static final RootCa SECOND = RootCa.mint(KeyKind.EC_P256, "O=second");

  /** Asks all the time. */
  private static final PollingPace QUICK =
      new PollingPace(
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          1,
          Duration.ofMillis(50));

  private final Vertx vertx = Vertx.vertx();
  private final NameServer names = new NameServer();
  private final OutboundNetwork network =
      new OutboundNetwork(
          AddressRule.allowing(List.of(OUTSIDE)),
          new AddressResolverOptions().addServer(names.address()));
  private final HttpsServer outside = new HttpsServer(vertx, OUTSIDE, SERVING);
  private final HttpsServer inside = new HttpsServer(vertx, INSIDE, outside.port(), SERVING);

  @BeforeEach
  void serve() {
    outside.answer(document(1, FIRST));
    inside.answer(document(9, SECOND));
  }

  @AfterEach
  void stop() {
    network.close();
    outside.close();
    inside.close();
    names.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aNameThatComesToMeanAnAddressInsideIsRefusedUntilItMeansTheOneOutsideAgain() {
    names.resolveTo(OUTSIDE);
    try (BundleEndpointSource source = source()) {
      awaitRead(source);

      names.resolveTo(INSIDE);
      awaitRefusal(source);

      names.resolveTo(OUTSIDE);
      awaitRead(source);
    }
    assertThat(inside.requests()).isEmpty();
  }

  @Test
  void ofSeveralAddressesTheOneInsideIsNeverConnectedTo() {
    names.resolveTo(INSIDE, OUTSIDE);
    try (BundleEndpointSource source = source()) {
      awaitRefusal(source);

      names.resolveTo(OUTSIDE, INSIDE);
      awaitRead(source);
    }
    assertThat(inside.requests()).isEmpty();
  }

  private BundleEndpointSource source() {
    return new BundleEndpointSource(
        network,
        new BundleEndpoint(
            URI.create("https://" + NAME + ":" + outside.port() + "/bundle"),
            new BundleEndpoint.Web(Optional.of(CA.pem()))),
        OptionalLong.empty(),
        new EndpointTrust(network, domain -> List.of(), Clock.systemUTC()),
        QUICK,
        PemLimits.DEFAULTS,
        () -> {});
  }

  private static void awaitRead(BundleEndpointSource source) {
    await()
        .untilAsserted(
            () ->
                assertThat(source.reading())
                    .isInstanceOfSatisfying(
                        Read.class,
                        read -> assertThat(read.anchors()).containsExactly(anchor(FIRST))));
  }

  private static void awaitRefusal(BundleEndpointSource source) {
    await()
        .untilAsserted(
            () ->
                assertThat(source.reading())
                    .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                          assertThat(failed.failure())
                              .as(failed.message())
                              .isEqualTo(Failure.ADDRESS_REFUSED);
                          assertThat(failed.message())
                              .contains("address 127.0.0.2 is a loopback address");
                        }));
  }

  private static String document(long sequence, RootCa root) {
    return SpiffeBundleWriter.print(
        new SpiffeBundle(
            List.of(anchor(root)), OptionalLong.of(sequence), Optional.of(Duration.ofSeconds(1))));
  }

  private static Anchor anchor(RootCa root) {
    try {
      return Anchor.ofDer(root.certificate().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
