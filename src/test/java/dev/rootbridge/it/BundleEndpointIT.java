package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.spiffe.SpiffeBundleOutcome;
import dev.rootbridge.spiffe.SpiffeBundleReader;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.SpiffeBundle;
import dev.rootbridge.trust.WebClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The trust bundle of cluster A, as another trust domain reads it. */
@OnRealClusters
class BundleEndpointIT {

  private final Installation rootbridge;
  private final WebClient client;
  private Federation federation;

  BundleEndpointIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
    this.client = WebClient.trusting(rootbridge.servingCa().pem());
  }

  @BeforeEach
  void federate() {
    federation = Federation.of(rootbridge);
  }

  @AfterEach
  void part() {
    federation.close();
  }

  @Test
  void holdsTheLocalRootAndNoFederatedOne() {
    HttpResponse<String> answer = get();

    SpiffeBundle bundle = read(answer);
    assertThat(bundle.anchors())
        .singleElement()
        .satisfies(
            anchor ->
                assertThat(anchor.fingerprint().hex())
                    .isEqualTo(rootbridge.localRoot().fingerprint()));
    assertThat(bundle.sequence()).isPresent();
    assertThat(bundle.refreshHint()).contains(Duration.ofMinutes(5));
  }

  @Test
  void readingItWritesNothingAndChangesNothing() {
    HttpResponse<String> first = get();
    String version = keptVersion();

    for (int round = 0; round < 3; round++) {
      TenantNamespace another = federation.newNamespace();
      another.optIn();
      // Its bundle shows that the world has been planned for anew since.
      await().until(() -> another.bundle().isPresent());
      another.optOut();
      await().until(() -> another.bundle().isEmpty());

      assertThat(get().body()).isEqualTo(first.body());
    }

    assertThat(keptVersion()).isEqualTo(version);
  }

  @Test
  void aRenewedCertificateIsServedWithoutARestart() throws Exception {
    X509CertificateHolder before = served(endpoint());
    assertThat(served(page())).isEqualTo(before);

    KeyedCertificate renewed = rootbridge.renewBundleCertificate();

    assertThat(Pem.certificates(renewed.certificate())).doesNotContain(before);
    awaitShown(renewed, endpoint());
    // The page is told to show the same.
    awaitShown(renewed, page());
    assertThat(read(get()).anchors()).hasSize(1);
  }

  /** What connects just while the server takes another certificate is refused, and tries again. */
  private void awaitShown(KeyedCertificate renewed, URI address) {
    await()
        .ignoreExceptionsMatching(failure -> failure.getCause() instanceof SSLException)
        .until(() -> Pem.certificates(renewed.certificate()).contains(served(address)));
  }

  /** The certificate that a new connection is shown. */
  private X509CertificateHolder served(URI address)
      throws IOException, CertificateEncodingException {
    Certificate[] chain =
        WebClient.trusting(rootbridge.servingCa().pem())
            .get(address)
            .sslSession()
            .orElseThrow()
            .getPeerCertificates();
    return new X509CertificateHolder(chain[0].getEncoded());
  }

  private URI endpoint() {
    return rootbridge.process().bundleEndpoint();
  }

  private URI page() {
    return URI.create(rootbridge.process().page().toString().replace("http:", "https:"));
  }

  private HttpResponse<String> get() {
    HttpResponse<String> answer = client.get(endpoint());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }

  private String keptVersion() {
    return rootbridge
        .clusters()
        .a()
        .admin()
        .configMaps()
        .inNamespace("rootbridge-system")
        .withName("rootbridge-local")
        .require()
        .getMetadata()
        .getResourceVersion();
  }

  private static SpiffeBundle read(HttpResponse<String> answer) {
    SpiffeBundleOutcome outcome = new SpiffeBundleReader(PemLimits.DEFAULTS).read(answer.body());
    assertThat(outcome).isInstanceOf(SpiffeBundleOutcome.Parsed.class);
    return ((SpiffeBundleOutcome.Parsed) outcome).bundle();
  }
}
