package dev.rootbridge.explain;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What it takes, and what it means, to distrust a root of a federated domain.
 *
 * @param distrusted all that {@code spec.rotation.distrust} is to hold, those of before among them
 * @param isChange whether that isn't so already
 * @param isKnown whether the domain has such a root, in whatever state
 * @param consequences one sentence each
 * @param bundles whether pods that are made now could read it; empty where none ever did
 */
public record DistrustPlan(
    SortedSet<Fingerprint> distrusted,
    boolean isChange,
    boolean isKnown,
    List<String> consequences,
    Optional<Restart.Bundles> bundles) {

  public DistrustPlan {
    consequences = List.copyOf(consequences);
  }

  /**
   * Plans it.
   *
   * @param fingerprint of a certificate or of its public key
   */
  public static DistrustPlan of(DomainFacts domain, Fingerprint fingerprint) {
    SortedSet<Fingerprint> all = new TreeSet<>(domain.trust().rotation().distrust());
    boolean isChange = all.add(fingerprint);
    List<AnchorStatus> trusted =
        domain.domain().anchors().stream()
            .filter(anchor -> anchor.tracked().state().isTrusted())
            .toList();
    List<AnchorStatus> hit =
        domain.domain().anchors().stream()
            .filter(anchor -> isOf(anchor.tracked().anchor(), fingerprint))
            .toList();
    List<Anchor> left =
        trusted.stream()
            .map(anchor -> anchor.tracked().anchor())
            .filter(anchor -> all.stream().noneMatch(bad -> isOf(anchor, bad)))
            .toList();
    return new DistrustPlan(
        all,
        isChange,
        !hit.isEmpty(),
        consequences(domain, hit, left),
        isChange ? bundles(domain, hit) : Optional.of(bundlesNow(domain)));
  }

  private static Optional<Restart.Bundles> bundles(DomainFacts domain, List<AnchorStatus> hit) {
    if (hit.stream().anyMatch(anchor -> mayBeInBundles(domain, anchor))) {
      return Optional.of(Restart.Bundles.MAY_HOLD_IT);
    }
    return hit.stream().allMatch(anchor -> anchor.tracked().state() == AnchorState.PENDING)
        ? Optional.empty()
        : Optional.of(Restart.Bundles.ARE_RID_OF_IT);
  }

  /** Of one that was distrusted before, the domain may know nothing any more. */
  private static Restart.Bundles bundlesNow(DomainFacts domain) {
    SyncPlan.Counts counts = domain.domain().namespaces();
    return domain.isObserved() && counts.current() >= counts.selected()
        ? Restart.Bundles.ARE_RID_OF_IT
        : Restart.Bundles.MAY_HOLD_IT;
  }

  /** What the status says of a spec of before may have been done otherwise since. */
  private static boolean mayBeInBundles(DomainFacts domain, AnchorStatus anchor) {
    return anchor.publication() != SyncPlan.Publication.NOT_PUBLISHED || !domain.isObserved();
  }

  /**
   * What has to be made anew to be done with the root.
   *
   * @param domain as it was planned for
   */
  public List<Restart> restarts(DomainFacts domain, List<World.Namespace> namespaces) {
    return bundles.map(now -> Restart.of(domain, now, namespaces)).orElse(List.of());
  }

  private static boolean isOf(Anchor anchor, Fingerprint fingerprint) {
    return anchor.fingerprint().equals(fingerprint) || anchor.keyFingerprint().equals(fingerprint);
  }

  private static List<String> consequences(
      DomainFacts domain, List<AnchorStatus> hit, List<Anchor> left) {
    List<String> consequences = new ArrayList<>();
    if (hit.isEmpty()) {
      consequences.add(
          "no root that is known of "
              + domain.trustDomain()
              + " has this fingerprint; one that comes with it is refused");
      return consequences;
    }
    hit.forEach(
        anchor ->
            consequences.add(
                anchor.tracked().anchor()
                    + (mayBeInBundles(domain, anchor)
                        ? " leaves every bundle at once, whatever overlap, pins or approvals say,"
                            + " and as long as it is distrusted"
                        : " is "
                            + anchor.tracked().state().label()
                            + " and in no bundle, and comes into none as long as it is"
                            + " distrusted")));
    if (left.isEmpty()) {
      consequences.add(
          "no other root of "
              + domain.trustDomain()
              + " is trusted: all its workloads are refused, and istiod is no longer told to accept"
              + " them");
    } else {
      left.forEach(anchor -> consequences.add(anchor + " stays trusted"));
    }
    return consequences;
  }
}
