package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * How another cluster's API server is reached. It is known by the given CA alone: left to itself,
 * the client would add that CA to all public ones, and whoever has a public certificate for the
 * server's name would be given the token.
 */
final class RemoteAccess {

  private static final int LEAST_RECONNECT_MILLIS = 700;

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
    return new RemoteAccess(
        config, SSLUtils.keyManagers(config), GivenRoots.trusting(caOf(config)).getTrustManagers());
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

  /** The API server's host, as its URL has it. */
  String host() {
    return server().getHost();
  }

  URI server() {
    return URI.create(config.getMasterUrl());
  }

  Config config() {
    return config;
  }

  /**
   * A client that reaches the API server through the given network. It reconnects with exponential
   * backoff, each one with its own first interval, so that the clients of many don't come back to
   * an API server in the same moment. It is the first interval that is left to chance, and with it
   * each one after it: the client doubles it, and lets nobody say how long a single retry waits.
   */
  KubernetesClient connect(OutboundNetwork network) {
    int firstInterval =
        ThreadLocalRandom.current().nextInt(LEAST_RECONNECT_MILLIS, 2 * LEAST_RECONNECT_MILLIS);
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withWatchReconnectInterval(firstInterval).build())
        .withHttpClientFactory(network.kubernetesClients())
        .withHttpClientBuilderConsumer(
            http ->
                http.sslContext(ownKeys, givenCa)
                    .addOrReplaceInterceptor(
                        AnswerLimit.NAME, new AnswerLimit(OutboundNetwork.MAX_ANSWER_BYTES))
                    .addOrReplaceInterceptor(PageLimit.NAME, new PageLimit()))
        .build();
  }
}
