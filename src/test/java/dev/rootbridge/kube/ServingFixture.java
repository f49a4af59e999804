package dev.rootbridge.kube;

import dev.rootbridge.it.KeyKind;
import dev.rootbridge.it.RootCa;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** What tests of the serving certificate bring along. */
final class ServingFixture {

  private ServingFixture() {}

  /** A CA and its key in PEM. */
  static Map<String, String> newCa() {
    RootCa ca = RootCa.mint(KeyKind.EC_P256, "CN=Next CA");
    return Map.of("crt", ca.pem(), "key", ca.keyPem());
  }

  /** Up to where a caller checks the certificate. */
  static void handshake(String url) throws IOException {
    URI target = URI.create(url);
    try (SSLSocket socket =
        (SSLSocket)
            SSLSocketFactory.getDefault().createSocket(target.getHost(), target.getPort())) {
      socket.startHandshake();
    }
  }
}
