package dev.rootbridge.boot.dev.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

/**
 * What a TLS server shows, and what its clients check it by. In memory only.
 *
 * @param authority the CA that issued {@code certificate}
 */
public record ServerIdentity(
    X509Certificate certificate, PrivateKey privateKey, X509Certificate authority) {

  private static final char[] NO_PASSWORD = {};

  /** As Vert.x servers take it. */
  public PemKeyCertOptions keyCertOptions() {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(Pem.of(certificate)))
        .addKeyValue(Buffer.buffer(Pem.of(privateKey)));
  }

  /** A key store with nothing else in it. */
  public KeyStore keyStore() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("server", privateKey, NO_PASSWORD, new Certificate[] {certificate});
      return store;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("a key store in memory could not be filled", impossible);
    }
  }

  /** The authority's certificate in PEM. */
  public String authorityPem() {
    return Pem.of(authority);
  }

  /** The private key stays out of logs. */
  @Override
  public String toString() {
    return "ServerIdentity[" + certificate.getSubjectX500Principal() + "]";
  }
}
