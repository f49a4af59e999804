package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * How another cluster's API server is reached. It is known by the given CA alone: left to itself,
 * the client would add that CA to all public ones, and whoever has a public certificate for the
 * server's name would be given the token.
 */
final class RemoteAccess {

  private final Config config;
  private final KeyManager[] ownKeys;
  private final TrustManager[] givenCa;

  private RemoteAccess(Config config, KeyManager[] ownKeys, TrustManager[] givenCa) {
    this.config = config;
    this.ownKeys = ownKeys;
    this.givenCa = givenCa;
  }

  /**
   * Reads the certificates and the key of the settings.
   *
   * @throws GeneralSecurityException if one of them can't be read, or there is no CA certificate
   * @throws IllegalArgumentException if the CA data is no base64
   */
  static RemoteAccess with(Config config) throws GeneralSecurityException, IOException {
    return new RemoteAccess(config, SSLUtils.keyManagers(config), onlyTrusting(caOf(config)));
  }

  private static Collection<? extends Certificate> caOf(Config config) throws CertificateException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(Base64.getDecoder().decode(config.getCaCertData())));
    if (certificates.isEmpty()) {
      throw new CertificateException("there is no CA certificate");
    }
    return certificates;
  }

  private static TrustManager[] onlyTrusting(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  Config config() {
    return config;
  }

  KubernetesClient connect() {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(http -> http.sslContext(ownKeys, givenCa))
        .build();
  }
}
