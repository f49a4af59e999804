package dev.rootbridge.explain;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
   * A cluster that trusts another mesh.
   *
   * @param cluster how people know it; several may be of one trust domain
   * @param isAlias whether policies take the one for the other
   */
  public record Edge(
      String cluster,
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

  /** Whether the other trusts back, in each of its clusters that were looked at. */
  public enum Direction {
    BOTH_WAYS("both ways"),
    ONE_WAY("one way"),
    /** No cluster of the other was looked at. */
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
    Map<TrustDomain, List<TrustFacts>> byDomain = new TreeMap<>();
    List<Edge> edges = new ArrayList<>();
    looked.forEach(
        (name, facts) -> {
          TrustDomain domain = facts.local().trustDomain();
          clusters.merge(domain, name, (one, other) -> one + ", " + other);
          byDomain.computeIfAbsent(domain, added -> new ArrayList<>()).add(facts);
        });
    looked.forEach(
        (name, facts) ->
            facts.domains().stream()
                .filter(TrustFacts::isAccepted)
                .map(domain -> edge(name, facts, domain, byDomain, now))
                .forEach(edges::add));
    edges.sort(Comparator.comparing(Edge::from).thenComparing(Edge::cluster));
    return new TrustMap(clusters, edges);
  }

  private static Edge edge(
      String cluster,
      TrustFacts facts,
      DomainFacts domain,
      Map<TrustDomain, List<TrustFacts>> byDomain,
      Instant now) {
    TrustDomain from = facts.local().trustDomain();
    return new Edge(
        cluster,
        from,
        domain.trustDomain(),
        bond(domain),
        domain.trust().acceptance() == Acceptance.ALIAS
            || facts.mesh().isAlias(domain.trustDomain()),
        DomainHealth.of(domain, now).standing(),
        direction(from, byDomain.getOrDefault(domain.trustDomain(), List.of()), now));
  }

  private static Direction direction(TrustDomain from, List<TrustFacts> others, Instant now) {
    if (others.isEmpty()) {
      return Direction.UNKNOWN;
    }
    return others.stream()
            .allMatch(facts -> facts.domain(from).filter(back -> isTrusted(back, now)).isPresent())
        ? Direction.BOTH_WAYS
        : Direction.ONE_WAY;
  }

  /** That it is asked for makes nothing trusted: its roots have to be in bundles. */
  private static boolean isTrusted(DomainFacts domain, Instant now) {
    return domain.holds(Condition.Type.PUBLISHED) && domain.domain().isTrustedAt(now);
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
