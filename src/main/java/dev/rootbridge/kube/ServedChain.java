package dev.rootbridge.kube;

import dev.rootbridge.trust.Anchor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks a TLS server for its certificate chain. Nothing is sent over the connection and nothing read
 * from it: what the chain is worth is for the asker to judge.
 */
final class ServedChain {

  private ServedChain() {}

  /**
   * The chain, the server's certificate first.
   *
   * @param limit for all of it, the name's lookup left aside
   * @throws IOException if the server serves none
   */
  static List<Anchor> ask(ServerAddress server, Duration limit) throws IOException {
    Recorder recorder = new Recorder();
    CompletableFuture<Void> deadline =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS);
    try (Socket tcp = new Socket()) {
      var unused = deadline.thenRun(() -> cut(tcp));
      tcp.connect(
          new InetSocketAddress(server.host(), server.port()), Math.toIntExact(limit.toMillis()));
      handshake(tcp, server, recorder);
    } catch (IOException e) {
      if (recorder.chain.isEmpty()) {
        throw deadline.isDone()
            ? new SocketTimeoutException("no certificate within " + limit.toSeconds() + " s")
            : e;
      }
      // A server may want a client certificate, but it has shown its own by then.
    } finally {
      deadline.cancel(false);
    }
    return recorder.chain;
  }

  private static void handshake(Socket tcp, ServerAddress server, Recorder recorder)
      throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context(recorder)
                .getSocketFactory()
                .createSocket(tcp, server.host(), server.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    // istiod speaks gRPC there.
    parameters.setApplicationProtocols(new String[] {"h2"});
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    tls.close();
  }

  private static SSLContext context(Recorder recorder) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {recorder}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS; this one has not", e);
    }
  }

  private static void cut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket can always be closed", e);
    }
  }

  /**
   * Takes down any chain and goes on: refused halfway, the server would not have to show that it
   * holds the key, and would log an error each time.
   */
  private static final class Recorder extends X509ExtendedTrustManager {

    private volatile List<Anchor> chain = List.of();

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String keyExchange)
        throws CertificateEncodingException {
      List<Anchor> read = new ArrayList<>();
      for (X509Certificate certificate : certificates) {
        read.add(Anchor.ofDer(certificate.getEncoded()));
      }
      chain = List.copyOf(read);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
        throws CertificateEncodingException {
      checkServerTrusted(chain, keyExchange);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
        throws CertificateEncodingException {
      checkServerTrusted(chain, keyExchange);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange) {
      throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket) {
      throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) {
      throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
