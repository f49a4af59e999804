package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * A TLS client that presents exactly the chain it was given, however wrong, and trusts every
 * server. Connections of one client may resume each other's sessions.
 */
final class TlsClient {

  /** What a server made of a client's certificate. */
  enum Verdict {
    ACCEPTED,
    REFUSED
  }

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final int TIMEOUT_MILLIS = 10_000;

  private final List<Anchor> chain;
  private final SSLContext context;

  private TlsClient(List<Anchor> chain, SSLContext context) {
    this.chain = chain;
    this.context = context;
  }

  /**
   * @param leaf the certificate to be known by
   * @param chain what is sent after it, in this order
   */
  static TlsClient presenting(TestCertificate leaf, TestCertificate... chain) {
    X509Certificate[] certificates = new X509Certificate[chain.length + 1];
    certificates[0] = x509(leaf);
    for (int i = 0; i < chain.length; i++) {
      certificates[i + 1] = x509(chain[i]);
    }
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(
          new KeyManager[] {new OneIdentity(leaf.key(), List.of(certificates))},
          new TrustManager[] {new AnyServer()},
          null);
      return new TlsClient(
          Stream.concat(Stream.of(leaf), Stream.of(chain)).map(TestCertificate::anchor).toList(),
          context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it presents. */
  List<Anchor> chain() {
    return chain;
  }

  /** Tries once; a refusal must be one because of the certificate, by the server's own count. */
  Verdict tryOnce(EnvoyServer server, String listener) throws IOException {
    long before = server.refusals(listener);
    Verdict verdict = connect(server.port(listener));
    if (verdict == Verdict.REFUSED) {
      assertThat(server.refusals(listener)).as("refused certificates").isEqualTo(before + 1);
    }
    return verdict;
  }

  /** Connects and waits for its echo: in TLS 1.3, only a read tells. */
  Verdict connect(int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.startHandshake();
      socket.getOutputStream().write(HELLO);
      return Arrays.equals(socket.getInputStream().readNBytes(HELLO.length), HELLO)
          ? Verdict.ACCEPTED
          : Verdict.REFUSED;
    } catch (SSLException | SocketException e) {
      return Verdict.REFUSED;
    }
  }

  private static X509Certificate x509(TestCertificate certificate) {
    try {
      // Bouncy Castle's classes take names that the JDK's refuse to read.
      return new JcaX509CertificateConverter()
          .setProvider(new BouncyCastleProvider())
          .getCertificate(certificate.anchor().certificate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class OneIdentity extends X509ExtendedKeyManager {

    private static final String ALIAS = "client";
    private final PrivateKey key;
    private final List<X509Certificate> chain;

    OneIdentity(PrivateKey key, List<X509Certificate> chain) {
      this.key = key;
      this.chain = chain;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public String chooseEngineClientAlias(
        String[] keyTypes, Principal[] issuers, SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return null;
    }
  }

  private static final class AnyServer extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
