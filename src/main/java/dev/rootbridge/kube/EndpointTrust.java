package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec.BundleEndpoint;
import dev.rootbridge.sync.SourceSpec.BundleEndpoint.Profile;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TrustDomain;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.TrustManagerFactory;

/**
 * By what a bundle endpoint is known, worked out anew for each request, since the anchors of an
 * endpoint that is known by its SPIFFE ID change with the bundle that it serves.
 *
 * @param trusted the anchors that are trusted of a trust domain now; empty where none is known
 */
record EndpointTrust(
    OutboundNetwork network, Function<TrustDomain, List<Anchor>> trusted, Clock clock) {

  /**
   * @throws EndpointRequest.Refusal if there is nothing to know the endpoint by
   */
  EndpointRequest request(Profile profile) throws EndpointRequest.Refusal {
    if (profile instanceof BundleEndpoint.Spiffe spiffe) {
      return EndpointRequest.judgedBy(
          network.vertx(), new EndpointIdentity(spiffe.endpoint(), anchors(spiffe), clock));
    }
    return EndpointRequest.web(network.vertx(), roots(((BundleEndpoint.Web) profile).roots()));
  }

  /**
   * The bootstrap counts only while nothing else is known: a root that the endpoint has rotated
   * away from, perhaps since it was stolen, must not vouch for it any longer.
   */
  private List<Anchor> anchors(BundleEndpoint.Spiffe spiffe) throws EndpointRequest.Refusal {
    List<Anchor> known = trusted.apply(spiffe.endpoint().trustDomain());
    if (!known.isEmpty()) {
      return known;
    }
    if (spiffe.bootstrap().isEmpty()) {
      throw new EndpointRequest.Refusal(
          Failure.NOT_AUTHENTIC,
          "no anchor of "
              + spiffe.endpoint().trustDomain()
              + " is trusted yet, to know it by; set bootstrap.pem");
    }
    return read(spiffe.bootstrap().get(), "bootstrap.pem");
  }

  private static TrustManagerFactory roots(Optional<String> pem) throws EndpointRequest.Refusal {
    try {
      if (pem.isPresent()) {
        return GivenRoots.trusting(GivenRoots.certificates(read(pem.get(), "webRoots.pem")));
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new EndpointRequest.Refusal(
          Failure.NOT_AUTHENTIC, "its roots can't be used: " + Causes.describeRoot(e));
    }
  }

  private static List<Anchor> read(String pem, String where) throws EndpointRequest.Refusal {
    SourceReading reading = PemReading.of(pem, PemLimits.DEFAULTS, where);
    if (reading instanceof Failed failed) {
      throw new EndpointRequest.Refusal(failed.failure(), failed.message());
    }
    return ((Read) reading).anchors();
  }
}
