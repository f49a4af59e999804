package dev.rootbridge.explain;

import dev.rootbridge.explain.Minting.Issuer;
import dev.rootbridge.explain.Minting.Route;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.SpiffeId;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who could vouch for whom: each CA that is trusted, against each trust domain and one that stands
 * for all others.
 *
 * @param domains the columns; the last is {@link #ANY_OTHER}
 * @param fetched where istiod fetches CAs for every proxy that aren't known here, a line each
 */
public record MintingMatrix(
    List<TrustDomain> domains, List<Row> rows, List<String> fetched, List<String> remarks) {

  /** A name that nobody has (RFC 2606). */
  public static final TrustDomain ANY_OTHER = new TrustDomain("any-other.invalid");

  private static final String PATH = "/ns/any/sa/any";

  public MintingMatrix {
    domains = List.copyOf(domains);
    rows = List.copyOf(rows);
    fetched = List.copyOf(fetched);
    remarks = List.copyOf(remarks);
  }

  /**
   * A CA.
   *
   * @param routes by trust domain; absent where it can't vouch for it
   */
  public record Row(
      String owner, Anchor anchor, Map<TrustDomain, Route> routes, Audience audience) {
    public Row {
      routes = Map.copyOf(routes);
    }

    /** Whether it can vouch for more than it needs. */
    public boolean isOpened() {
      return routes.values().stream().anyMatch(Route::isOpened);
    }
  }

  /** Whether a CA can vouch for more than it needs. */
  public boolean isOpened() {
    return !fetched.isEmpty() || rows.stream().anyMatch(Row::isOpened);
  }

  /** Decides it. */
  public static MintingMatrix of(TrustFacts facts) {
    Set<TrustDomain> columns = new LinkedHashSet<>();
    columns.add(facts.local().trustDomain());
    columns.addAll(new TreeSet<>(facts.federated()));
    columns.add(ANY_OTHER);
    Map<Anchor, Row> rows = new LinkedHashMap<>();
    Set<String> fetched = new LinkedHashSet<>();
    Set<String> remarks = new LinkedHashSet<>();
    for (TrustDomain domain : columns) {
      Minting minting = Minting.of(new SpiffeId(domain, PATH), facts);
      minting
          .issuers()
          .forEach(
              issuer -> rows.merge(issuer.anchor(), row(issuer, domain), MintingMatrix::united));
      fetched.addAll(minting.fetched());
      if (!domain.equals(ANY_OTHER)) {
        remarks.addAll(minting.remarks());
      }
    }
    return new MintingMatrix(
        List.copyOf(columns),
        new ArrayList<>(rows.values()),
        List.copyOf(fetched),
        List.copyOf(remarks));
  }

  private static Row row(Issuer issuer, TrustDomain domain) {
    return new Row(
        issuer.owner(), issuer.anchor(), Map.of(domain, issuer.route()), issuer.audience());
  }

  private static Row united(Row first, Row second) {
    Map<TrustDomain, Route> routes = new LinkedHashMap<>(first.routes());
    routes.putAll(second.routes());
    return new Row(first.owner(), first.anchor(), routes, first.audience());
  }
}
