package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import dev.rootbridge.trust.TrackedAnchor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A domain's anchors in the status of its resource. They are kept there whole, so that a restart
 * during an outage of the source, or during an overlap, loses none; the status, unlike the
 * ConfigMaps in the tenants' namespaces, can be written by nobody but Rootbridge and the admins.
 */
final class StatusAnchors {

  private StatusAnchors() {}

  static List<TrackedAnchor> read(FederatedTrustDomain resource) {
    if (resource.getStatus() == null || resource.getStatus().getAnchors() == null) {
      return List.of();
    }
    return resource.getStatus().getAnchors().stream().flatMap(StatusAnchors::read).toList();
  }

  static Stream<TrackedAnchor> read(Anchors anchor) {
    boolean isRetiring = anchor.getState() == Anchors.State.RETIRING;
    if (anchor.getCertificate() == null
        || anchor.getFirstSeen() == null
        || isRetiring != (anchor.getRetireAfter() != null)) {
      return Stream.empty();
    }
    return certificates(anchor.getCertificate()).stream()
        .map(
            certificate ->
                new TrackedAnchor(
                    certificate,
                    AnchorState.valueOf(anchor.getState().name()),
                    anchor.getFirstSeen().toInstant(),
                    Optional.ofNullable(anchor.getRetireAfter()).map(ZonedDateTime::toInstant),
                    Optional.ofNullable(anchor.getMessage()).orElse("")));
  }

  private static List<Anchor> certificates(String pem) {
    return PemCertificates.parse(pem, PemLimits.UNLIMITED) instanceof PemOutcome.Certificates read
        ? read.anchors()
        : List.of();
  }

  static Anchors of(AnchorStatus status) {
    Anchors anchor = of(status.tracked());
    anchor.setConstrained(status.publication() == Publication.CONSTRAINED);
    return anchor;
  }

  static Anchors of(TrackedAnchor tracked) {
    Anchors anchor = new Anchors();
    anchor.setSha256(tracked.anchor().fingerprint().hex());
    anchor.setPublicKeySha256(tracked.anchor().keyFingerprint().hex());
    anchor.setSubject(tracked.anchor().subject());
    anchor.setNotAfter(time(tracked.anchor().notAfter()));
    anchor.setState(Anchors.State.valueOf(tracked.state().name()));
    anchor.setMessage(tracked.message().isEmpty() ? null : tracked.message());
    anchor.setFirstSeen(time(tracked.firstSeen()));
    anchor.setRetireAfter(tracked.retireAfter().map(StatusAnchors::time).orElse(null));
    anchor.setCertificate(tracked.anchor().pem());
    return anchor;
  }

  /** The API keeps whole seconds. */
  static ZonedDateTime time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);
  }
}
