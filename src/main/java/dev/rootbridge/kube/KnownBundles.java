package dev.rootbridge.kube;

import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The anchors that are trusted of each federated trust domain, as the last plan left them. Where
 * two resources claim one, those of the older count, which owns it.
 */
record KnownBundles(Map<TrustDomain, List<Anchor>> anchors) {

  static final KnownBundles NONE = new KnownBundles(Map.of());

  private static final Comparator<FederatedTrust> OLDEST_FIRST =
      Comparator.comparing(FederatedTrust::created).thenComparing(FederatedTrust::name);

  KnownBundles {
    anchors = Map.copyOf(anchors);
  }

  static KnownBundles of(
      List<FederatedTrust> trusts, Function<FederatedTrust, List<TrackedAnchor>> tracked) {
    Map<TrustDomain, List<Anchor>> anchors = new HashMap<>();
    trusts.stream()
        .sorted(OLDEST_FIRST)
        .forEach(trust -> anchors.putIfAbsent(trust.trustDomain(), trusted(tracked.apply(trust))));
    return new KnownBundles(anchors);
  }

  List<Anchor> of(TrustDomain trustDomain) {
    return anchors.getOrDefault(trustDomain, List.of());
  }

  private static List<Anchor> trusted(List<TrackedAnchor> tracked) {
    return tracked.stream()
        .filter(anchor -> anchor.state().isTrusted())
        .map(TrackedAnchor::anchor)
        .toList();
  }
}
