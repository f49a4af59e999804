package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TlsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class ServedChainTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final TestCertificate ROOT = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate INTERMEDIATE = ROOT.intermediate("L=istiod").mint();
  private static final TestCertificate ISTIOD =
      INTERMEDIATE.workload().dns("istiod.istio-system.svc").mint();

  @Test
  void isWhatIstiodServesInItsOrder() throws IOException {
    try (TlsServer istiod = TlsServer.serving(ISTIOD, INTERMEDIATE, ROOT)) {
      assertThat(ServedChain.ask(at(istiod.port()), LIMIT))
          .containsExactly(ISTIOD.anchor(), INTERMEDIATE.anchor(), ROOT.anchor());
    }
  }

  @Test
  void isSeenEvenWhereAClientCertificateIsNeeded() throws IOException {
    try (TlsServer istiod = TlsServer.needingClientCertificates(ISTIOD)) {
      assertThat(ServedChain.ask(at(istiod.port()), LIMIT)).containsExactly(ISTIOD.anchor());
    }
  }

  @Test
  void whereNobodyListensThereIsNone() throws IOException {
    ServerAddress closed;
    try (ServerSocket socket = listen()) {
      closed = at(socket.getLocalPort());
    }
    assertThatIOException()
        .isThrownBy(() -> ServedChain.ask(closed, LIMIT))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void whatIsNoTlsServerHasNone() throws IOException {
    try (ServerSocket socket = listen()) {
      CompletableFuture<Void> greeting = CompletableFuture.runAsync(() -> greet(socket));
      assertThatIOException()
          .isThrownBy(() -> ServedChain.ask(at(socket.getLocalPort()), LIMIT))
          .isInstanceOf(SSLException.class);
      greeting.join();
    }
  }

  @Test
  void aServerThatHangsIsLeft() throws IOException {
    try (ServerSocket socket = listen()) {
      assertThatIOException()
          .isThrownBy(() -> ServedChain.ask(at(socket.getLocalPort()), Duration.ofSeconds(1)))
          .isInstanceOf(SocketTimeoutException.class)
          .withMessage("no certificate within 1 s");
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static void greet(ServerSocket server) {
    try (Socket client = server.accept();
        OutputStream out = client.getOutputStream()) {
      out.write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ServerAddress at(int port) {
    return new ServerAddress("127.0.0.1", port);
  }
}
