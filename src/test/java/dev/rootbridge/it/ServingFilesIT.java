package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged program with a serving certificate from files: none at first, then one, then the
 * next, then junk. One process lives through all of it, and no cluster is needed: what it shows
 * depends on none.
 */
@TestMethodOrder(OrderAnnotation.class)
class ServingFilesIT {

  private static final RootCa CA = RootCa.mint(KeyKind.EC_P256, "CN=serving files");

  /** The files are looked at every five seconds. */
  private static final Duration NEXT_LOOK = Duration.ofSeconds(60);

  private static Path folder;
  private static RootbridgeProcess process;

  @BeforeAll
  static void start() {
    folder = Scratch.emptyFolder("serving-files");
    // Where the bundle endpoint's own certificate is.
    Path bundle = Scratch.emptyFolder("serving-files-bundle");
    issue().writeTo(bundle);
    Path nowhere =
        Scratch.write(
            "serving-files.kubeconfig",
            Kubeconfig.withToken("nowhere", "https://127.0.0.1:1", CA.pem(), "none"));
    process =
        RootbridgeProcess.launch(
            nowhere,
            folder,
            "cluster-a.example",
            Map.of(
                "rootbridge.instance",
                "serving-files",
                "rootbridge.bundle-endpoint.enabled",
                "false",
                "quarkus.tls.bundle.key-store.pem.0.cert",
                bundle.resolve("tls.crt").toString(),
                "quarkus.tls.bundle.key-store.pem.0.key",
                bundle.resolve("tls.key").toString()));
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static KeyedCertificate issue() {
    return CA.issue(KeyKind.EC_P256, new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
  }

  @Test
  @Order(1)
  void withoutACertificateItRunsAndIsNotReadyAndSaysWhy() throws Exception {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(check().at("/data/reason").asText())
                    .isEqualTo(
                        "there is no serving certificate; "
                            + folder.resolve("tls.crt")
                            + " does not exist: is the Secret mounted and filled?"));
    assertThat(check().at("/status").asText()).isEqualTo("DOWN");
    assertThatThrownBy(ServingFilesIT::shown).isInstanceOf(SSLException.class);
  }

  @Test
  @Order(1)
  void itHasStartedThoughItsApiServerIsAwayAndItsCertificateIsNotThere() {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(check(process.startup(), "the webhook's port is open").at("/status"))
                    .isEqualTo(TextNode.valueOf("UP")));
  }

  @Test
  @Order(2)
  void oneThatComesIsShownWithoutARestart() throws Exception {
    KeyedCertificate first = issue();
    first.writeTo(folder);
    await()
        .atMost(NEXT_LOOK)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> assertThat(shown()).isEqualTo(certificate(first)));
    assertThat(check().at("/status").asText()).isEqualTo("UP");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"tls1, false", "tls1_1, false", "tls1_2, true", "tls1_3, true"})
  @Order(3)
  void itSpeaksTls12AndLaterAlone(String version, boolean isSpoken) {
    URI webhook = process.webhook();
    Command.Result said =
        Command.of(
                "openssl",
                "s_client",
                "-" + version,
                "-cipher",
                "DEFAULT:@SECLEVEL=0",
                "-connect",
                webhook.getHost() + ":" + webhook.getPort())
            .run();
    assertThat(said.exitCode() == 0).as(said.toString()).isEqualTo(isSpoken);
    if (!isSpoken) {
      assertThat(said.errors()).contains("alert protocol version");
    }
  }

  @Test
  @Order(4)
  void theNextIsShownWithoutARefusedConnection() throws Exception {
    KeyedCertificate next = issue();
    AtomicBoolean isCalling = new AtomicBoolean(true);
    AtomicInteger connected = new AtomicInteger();
    List<String> failures = new CopyOnWriteArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              while (isCalling.get()) {
                try {
                  shown();
                  connected.incrementAndGet();
                } catch (IOException e) {
                  failures.add(e.toString());
                }
              }
            });
    caller.start();
    UnforgivingCallers kept = new UnforgivingCallers(process.webhook(), TrustIn.only(CA));
    try {
      await().until(() -> connected.get() > 10 && kept.answered() > 10);
      next.writeTo(folder);
      await()
          .atMost(NEXT_LOOK)
          .untilAsserted(() -> assertThat(shown()).isEqualTo(certificate(next)));
      int before = connected.get();
      await().until(() -> connected.get() > before + 10);
    } finally {
      isCalling.set(false);
      caller.join();
      kept.close();
    }
    assertThat(failures).isEmpty();
    assertThat(kept.failures()).isEmpty();
  }

  @Test
  @Order(5)
  void junkIsToldAndNotTaken() throws Exception {
    X509CertificateHolder before = shown();
    Files.writeString(folder.resolve("tls.crt"), "junk");
    await()
        .atMost(NEXT_LOOK)
        .untilAsserted(
            () ->
                assertThat(check().at("/data/reason").asText())
                    .startsWith(
                        folder.resolve("tls.crt") + ", " + folder.resolve("tls.key") + ":"));
    assertThat(check().at("/status").asText()).isEqualTo("UP");
    assertThat(shown()).isEqualTo(before);
    assertThat(process.log()).contains("the serving certificate: " + folder.resolve("tls.crt"));
  }

  /** What a new connection is shown, if it can be believed. */
  private static X509CertificateHolder shown() throws IOException {
    URI webhook = process.webhook();
    try (SSLSocket socket =
        (SSLSocket)
            TrustIn.only(CA)
                .getSocketFactory()
                .createSocket(webhook.getHost(), webhook.getPort())) {
      socket.startHandshake();
      return new X509CertificateHolder(socket.getSession().getPeerCertificates()[0].getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509CertificateHolder certificate(KeyedCertificate keyed) {
    return Pem.certificates(keyed.certificate()).get(0);
  }

  /** Of the serving certificate; missing while nobody answers. */
  private static JsonNode check() throws IOException, InterruptedException {
    return check(process.readiness(), "the serving certificate is valid");
  }

  private static JsonNode check(String said, String name) throws IOException {
    JsonNode health = new ObjectMapper().readTree(said);
    for (JsonNode check : health.path("checks")) {
      if (check.at("/name").asText().equals(name)) {
        return check;
      }
    }
    return health.path("none");
  }
}
