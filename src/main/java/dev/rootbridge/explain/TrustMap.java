package dev.rootbridge.explain;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who trusts whom.
 *
 * @param clusters those that were looked at, by trust domain
 */
public record TrustMap(Map<TrustDomain, String> clusters, List<Edge> edges) {

  public TrustMap {
    clusters = Map.copyOf(clusters);
    edges = List.copyOf(edges);
  }

  /**
   * One that trusts another.
   *
   * @param isAlias whether policies take the one for the other
   */
  public record Edge(
      TrustDomain from,
      TrustDomain to,
      Bond bond,
      boolean isAlias,
      DomainHealth.Standing standing,
      Direction direction) {

    /** Whether it opens more than it must. */
    public boolean isOpened() {
      return bond == Bond.UNCONSTRAINED || isAlias;
    }
  }

  /** What the trusted CA may vouch for. */
  public enum Bond {
    CONSTRAINED("constrained"),
    UNCONSTRAINED("UNCONSTRAINED"),
    /** No anchor of it is published. */
    NOTHING_TRUSTED("nothing trusted");

    private final String label;

    Bond(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Whether the other trusts back. */
  public enum Direction {
    BOTH_WAYS("both ways"),
    ONE_WAY("one way"),
    /** The other one wasn't looked at. */
    UNKNOWN("back: unknown");

    private final String label;

    Direction(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * Draws it.
   *
   * @param looked what was seen of each cluster, by how people know it
   */
  public static TrustMap of(Map<String, TrustFacts> looked, Instant now) {
    Map<TrustDomain, String> clusters = new TreeMap<>();
    Map<TrustDomain, TrustFacts> byDomain = new TreeMap<>();
    looked.forEach(
        (name, facts) -> {
          clusters.merge(facts.local().trustDomain(), name, (one, other) -> one + ", " + other);
          byDomain.putIfAbsent(facts.local().trustDomain(), facts);
        });
    List<Edge> edges = new ArrayList<>();
    byDomain.forEach(
        (from, facts) ->
            facts.domains().stream()
                .filter(TrustFacts::isAccepted)
                .map(
                    domain ->
                        new Edge(
                            from,
                            domain.trustDomain(),
                            bond(domain),
                            domain.trust().acceptance() == Acceptance.ALIAS
                                || facts.mesh().isAlias(domain.trustDomain()),
                            DomainHealth.of(domain, now).standing(),
                            direction(
                                from, Optional.ofNullable(byDomain.get(domain.trustDomain())))))
                .forEach(edges::add));
    return new TrustMap(clusters, edges);
  }

  private static Direction direction(TrustDomain from, Optional<TrustFacts> other) {
    return other
        .map(facts -> facts.domain(from).isPresent() ? Direction.BOTH_WAYS : Direction.ONE_WAY)
        .orElse(Direction.UNKNOWN);
  }

  private static Bond bond(DomainFacts domain) {
    List<Publication> all =
        domain.domain().anchors().stream().map(anchor -> anchor.publication()).toList();
    if (all.contains(Publication.UNCONSTRAINED)) {
      return Bond.UNCONSTRAINED;
    }
    return all.contains(Publication.CONSTRAINED) ? Bond.CONSTRAINED : Bond.NOTHING_TRUSTED;
  }
}
