package dev.rootbridge.kube;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.ChainVerdict;
import dev.rootbridge.trust.ChainVerifier;
import dev.rootbridge.trust.SpiffeId;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/**
 * Takes a server for whom it should be by its SPIFFE ID (SPIFFE Federation, section 5.2.2): its
 * chain must lead to an anchor of the ID's trust domain, and name exactly that ID. The host isn't
 * looked at.
 */
final class EndpointIdentity implements X509TrustManager {

  private final SpiffeId expected;
  private final List<Anchor> anchors;
  private final Clock clock;

  /**
   * @param anchors those of the expected ID's trust domain
   */
  EndpointIdentity(SpiffeId expected, List<Anchor> anchors, Clock clock) {
    this.expected = expected;
    this.anchors = List.copyOf(anchors);
    this.clock = clock;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    ChainVerdict verdict = new ChainVerifier(anchors, now()).verify(read(chain));
    if (verdict instanceof ChainVerdict.Refused refused) {
      throw new CertificateException(
          refused.message()
              + "; if its CA was replaced meanwhile, set bootstrap.pem anew and name the old anchors"
              + " in rotation.distrust");
    }
    SpiffeId identity = ((ChainVerdict.Accepted) verdict).identity();
    if (!identity.equals(expected)) {
      throw new CertificateException("it is " + identity + ", not " + expected);
    }
  }

  private Instant now() {
    return clock.instant();
  }

  private static List<Anchor> read(X509Certificate[] chain) throws CertificateException {
    List<Anchor> read = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      try {
        read.add(Anchor.ofDer(certificate.getEncoded()));
      } catch (IllegalArgumentException e) {
        throw new CertificateException("a certificate of its chain can't be read", e);
      }
    }
    return read;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("nobody is a client here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
