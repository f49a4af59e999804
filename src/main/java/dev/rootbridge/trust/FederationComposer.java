package dev.rootbridge.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Composes one federation. The constraint on a key holds only while no other certificate with that
 * key is in the file, in whatever order: so a key has one owner and one entry over all sources.
 */
final class FederationComposer {

  private final TrustBundle local;
  private final SortedMap<TrustDomain, FederatedBundle> federated = new TreeMap<>();
  private final Instant now;
  private final Set<Fingerprint> localKeys;
  private final Map<Fingerprint, SortedSet<TrustDomain>> claimantsByKey;
  private final SortedMap<TrustDomain, List<PublishedAnchor>> proposed = new TreeMap<>();
  private final List<Conflict> conflicts = new ArrayList<>();

  FederationComposer(TrustBundle local, List<FederatedBundle> bundles, Instant now) {
    this.local = LocalKeys.distinct(local, now, conflicts);
    this.now = now;
    for (FederatedBundle bundle : bundles) {
      if (federated.put(bundle.trustDomain(), bundle) != null) {
        throw new IllegalArgumentException("two trust bundles of " + bundle.trustDomain());
      }
    }
    this.localKeys =
        local.anchors().stream().map(Anchor::keyFingerprint).collect(Collectors.toSet());
    this.claimantsByKey =
        federated.values().stream()
            .flatMap(b -> b.bundle().anchors().stream().map(a -> Map.entry(a, b.trustDomain())))
            .collect(
                Collectors.groupingBy(
                    claim -> claim.getKey().keyFingerprint(),
                    Collectors.mapping(
                        Map.Entry::getValue, Collectors.toCollection(TreeSet::new))));
  }

  Federation compose() {
    federated.values().forEach(bundle -> proposed.put(bundle.trustDomain(), proposal(bundle)));
    SortedMap<TrustDomain, List<PublishedAnchor>> published = new TreeMap<>();
    DistinctRoots distinct =
        new DistinctRoots(
            local,
            proposed,
            anchor -> federated.get(anchor.trustDomain()).standing(anchor.source()),
            conflicts);
    for (TrustDomain domain : proposed.keySet()) {
      List<PublishedAnchor> result = distinct.of(domain);
      if (!result.isEmpty()) {
        published.put(domain, result);
      }
    }
    return new Federation(local, published, conflicts);
  }

  private List<PublishedAnchor> proposal(FederatedBundle bundle) {
    List<Anchor> fit =
        bundle.bundle().anchors().stream().filter(anchor -> isFit(bundle, anchor)).toList();
    return onePerKey(bundle, fit).stream().flatMap(a -> published(bundle, a).stream()).toList();
  }

  private boolean isFit(FederatedBundle bundle, Anchor anchor) {
    TrustDomain domain = bundle.trustDomain();
    if (domain.equals(local.trustDomain())) {
      return leaveOut(
          Conflict.Reason.LOCAL_TRUST_DOMAIN,
          domain,
          anchor,
          "%s is the local trust domain too, so that identities can't be told apart: one side needs"
                  .formatted(domain)
              + " another one");
    }
    if (localKeys.contains(anchor.keyFingerprint())) {
      return leaveOut(
          Conflict.Reason.SHARED_WITH_LOCAL_ROOT,
          domain,
          anchor,
          "its public key is that of a local root: clusters that share a root need no federation");
    }
    SortedSet<TrustDomain> owners = owners(anchor);
    if (!owners.equals(Set.of(domain))) {
      return leaveOut(
          Conflict.Reason.CLAIMED_BY_TWO_DOMAINS,
          domain,
          anchor,
          owners.contains(domain)
              ? "its public key is claimed by %s: remove it from all sources but its owner's"
                  .formatted(names(owners))
              : ("its public key belongs to %s, pinned or published as its before: remove it from this"
                      + " source or, if it isn't the other's, name it in rotation.distrust there")
                  .formatted(names(owners)));
    }
    Optional<Finding> error = Lint.error(anchor, LintContext.federated(domain, now));
    return error.isEmpty()
        || leaveOut(Conflict.Reason.LINT_ERROR, domain, anchor, error.get().message());
  }

  /** Of the trust domains that claim its key, those whose claim is founded best. */
  private SortedSet<TrustDomain> owners(Anchor anchor) {
    SortedMap<FederatedBundle.Standing, SortedSet<TrustDomain>> claims = new TreeMap<>();
    for (TrustDomain claimant : claimantsByKey.get(anchor.keyFingerprint())) {
      claims
          .computeIfAbsent(federated.get(claimant).standing(anchor), added -> new TreeSet<>())
          .add(claimant);
    }
    return claims.get(claims.lastKey());
  }

  private static String names(SortedSet<TrustDomain> domains) {
    return domains.stream().map(TrustDomain::name).collect(Collectors.joining(" and "));
  }

  /**
   * Renewed certificates of one key stand for each other: the one that is valid now and longest is
   * enough.
   */
  private List<Anchor> onePerKey(FederatedBundle bundle, List<Anchor> anchors) {
    Map<Fingerprint, Anchor> best = new TreeMap<>();
    List<Anchor> preferred = anchors.stream().sorted(LocalKeys.preference(now)).toList();
    for (Anchor anchor : preferred) {
      Anchor first = best.putIfAbsent(anchor.keyFingerprint(), anchor);
      if (first != null && !anchor.standsFor(first)) {
        leaveOut(
            Conflict.Reason.KEY_UNDER_TWO_NAMES,
            bundle.trustDomain(),
            anchor,
            "its public key is also that of %s, under another subject or key identifier: only one"
                    .formatted(first.fingerprint())
                + " can be published");
      }
    }
    return best.values().stream().sorted(Comparator.comparing(Anchor::fingerprint)).toList();
  }

  private Optional<PublishedAnchor> published(FederatedBundle bundle, Anchor root) {
    TrustDomain domain = bundle.trustDomain();
    Constraint constraint = bundle.constraint();
    if (constraint.mode() == Constraint.Mode.NONE) {
      return Optional.of(new PublishedAnchor(domain, root, root));
    }
    ConstrainOutcome outcome = ConstrainedAnchors.constrain(root, domain, constraint.dns());
    if (outcome instanceof ConstrainOutcome.Constrained made) {
      return Optional.of(new PublishedAnchor(domain, root, made.anchor()));
    }
    String problem = ((ConstrainOutcome.NotConstrainable) outcome).message();
    leaveOut(Conflict.Reason.NOT_CONSTRAINABLE, domain, root, problem);
    return Optional.empty();
  }

  private boolean leaveOut(
      Conflict.Reason reason, TrustDomain domain, Anchor anchor, String message) {
    conflicts.add(new Conflict(reason, domain, anchor.fingerprint(), message));
    return false;
  }
}
