package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.TrackedAnchor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A domain's anchors in the status of its resource. They are kept there whole, so that a restart
 * during an outage of the source, or during an overlap, loses none; the status, unlike the
 * ConfigMaps in the tenants' namespaces, can be written by nobody but Rootbridge and the admins.
 */
final class StatusAnchors {

  private StatusAnchors() {}

  static RotationHistory read(FederatedTrustDomain resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(FederatedTrustDomainStatus::getAnchors)
        .map(StatusAnchors::read)
        .orElse(RotationHistory.NONE);
  }

  /** Fingerprints of the public keys that were in bundles as the domain's. */
  static Set<Fingerprint> publishedKeys(FederatedTrustDomain resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(FederatedTrustDomainStatus::getAnchors)
        .stream()
        .flatMap(List::stream)
        .filter(
            entry ->
                Boolean.TRUE.equals(entry.getPublished())
                    || Boolean.TRUE.equals(entry.getConstrained()))
        .flatMap(entry -> read(entry).stream())
        .map(tracked -> tracked.anchor().keyFingerprint())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What can't be read is passed over, but not as if it had never been. */
  static RotationHistory read(List<Anchors> entries) {
    List<TrackedAnchor> known = entries.stream().flatMap(entry -> read(entry).stream()).toList();
    RotationHistory history = RotationHistory.of(known);
    return known.size() == entries.size() ? history : history.inPart();
  }

  private static Optional<TrackedAnchor> read(Anchors entry) {
    boolean isRetiring = entry.getState() == Anchors.State.RETIRING;
    if (entry.getState() == null
        || entry.getCertificate() == null
        || entry.getFirstSeen() == null
        || isRetiring != (entry.getRetireAfter() != null)) {
      return Optional.empty();
    }
    return certificate(entry.getCertificate())
        .map(
            certificate ->
                new TrackedAnchor(
                    certificate,
                    AnchorState.valueOf(entry.getState().name()),
                    entry.getFirstSeen().toInstant(),
                    Optional.ofNullable(entry.getRetireAfter()).map(ZonedDateTime::toInstant),
                    Optional.ofNullable(entry.getMessage()).orElse("")));
  }

  private static Optional<Anchor> certificate(String pem) {
    return PemCertificates.parse(pem, PemLimits.UNLIMITED) instanceof PemOutcome.Certificates read
            && read.anchors().size() == 1
        ? Optional.of(read.anchors().get(0))
        : Optional.empty();
  }

  /** What to record; where a plan knows of nothing, what it couldn't read is left for people. */
  static List<Anchors> of(List<AnchorStatus> planned, List<Anchors> before) {
    return planned.isEmpty() ? before : planned.stream().map(StatusAnchors::of).toList();
  }

  static Anchors of(AnchorStatus status) {
    Anchors anchor = of(status.tracked());
    anchor.setConstrained(status.publication() == Publication.CONSTRAINED);
    anchor.setPublished(status.publication() != Publication.NOT_PUBLISHED);
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
