package dev.rootbridge.trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Leaves out {@linkplain LookAlikes look-alikes} until none are left: beside one, workloads of
 * either would be refused. Local roots always stay. Between trust domains, the one with the weaker
 * {@linkplain FederatedBundle.Standing standing} goes; else the root without a key identifier, for
 * it is what makes the trouble; where that doesn't decide, both go, since which one is genuine
 * can't be known here. Within a trust domain the older one stays: workloads already live under it.
 */
final class DistinctRoots {

  private static final Comparator<PublishedAnchor> OLDEST_FIRST =
      Comparator.comparing((PublishedAnchor anchor) -> anchor.source().notBefore())
          .thenComparing(anchor -> anchor.source().fingerprint());

  private final TrustBundle local;
  private final SortedMap<TrustDomain, List<PublishedAnchor>> proposed;
  private final Function<PublishedAnchor, FederatedBundle.Standing> standing;
  private final List<Conflict> conflicts;

  /**
   * @param proposed what would be published, by trust domain
   * @param standing how well its trust domain's claim to it is founded
   * @param conflicts where to say what is left out
   */
  DistinctRoots(
      TrustBundle local,
      SortedMap<TrustDomain, List<PublishedAnchor>> proposed,
      Function<PublishedAnchor, FederatedBundle.Standing> standing,
      List<Conflict> conflicts) {
    this.local = local;
    this.proposed = proposed;
    this.standing = standing;
    this.conflicts = conflicts;
  }

  /** Those of one trust domain that stay, in the order that they were proposed in. */
  List<PublishedAnchor> of(TrustDomain domain) {
    List<PublishedAnchor> stay = new ArrayList<>();
    proposed.get(domain).stream()
        .filter(anchor -> !isShadow(anchor))
        .sorted(OLDEST_FIRST)
        .filter(anchor -> !isShadowWithin(stay, anchor))
        .forEach(stay::add);
    return proposed.get(domain).stream().filter(stay::contains).toList();
  }

  private boolean isShadow(PublishedAnchor anchor) {
    Optional<Anchor> ofLocal = LookAlikes.first(anchor.source(), local.anchors());
    if (ofLocal.isPresent()) {
      return leaveOut(
          anchor, "the local root %s, which always stays".formatted(named(ofLocal.get())));
    }
    return proposed.entrySet().stream()
        .filter(other -> !other.getKey().equals(anchor.trustDomain()))
        .anyMatch(other -> isShadowOf(other, anchor));
  }

  private boolean isShadowOf(
      Map.Entry<TrustDomain, List<PublishedAnchor>> other, PublishedAnchor anchor) {
    List<Anchor> rivals =
        other.getValue().stream()
            .filter(rival -> prevails(rival, anchor))
            .map(PublishedAnchor::source)
            .toList();
    Optional<Anchor> rival = LookAlikes.first(anchor.source(), rivals);
    return rival.isPresent()
        && leaveOut(anchor, "%s of %s".formatted(named(rival.get()), other.getKey()));
  }

  private boolean prevails(PublishedAnchor rival, PublishedAnchor anchor) {
    int order = standing.apply(rival).compareTo(standing.apply(anchor));
    return order == 0 ? !isNamedByKey(anchor.source()) || isNamedByKey(rival.source()) : order > 0;
  }

  private boolean isShadowWithin(List<PublishedAnchor> older, PublishedAnchor anchor) {
    Optional<Anchor> elder =
        LookAlikes.first(anchor.source(), older.stream().map(PublishedAnchor::source).toList());
    return elder.isPresent()
        && leaveOut(
            anchor,
            "%s, which is older and stays while it is trusted".formatted(named(elder.get())));
  }

  private static boolean isNamedByKey(Anchor root) {
    return root.extensions().subjectKeyIdentifier().isPresent();
  }

  private static String named(Anchor root) {
    return "sha256:" + root.fingerprint();
  }

  private boolean leaveOut(PublishedAnchor anchor, String twin) {
    conflicts.add(
        new Conflict(
            Conflict.Reason.LOOKS_LIKE_ANOTHER_ROOT,
            anchor.trustDomain(),
            anchor.source().fingerprint(),
            "proxies can't tell it from "
                + twin
                + ": both have the same subject and no key identifiers that differ, so that workloads"
                + " of one would be refused; reissue it under another subject"));
    return true;
  }
}
