package dev.rootbridge.explain;

import dev.rootbridge.explain.PeerFacts.Entry;
import dev.rootbridge.explain.PeerFacts.Gateway;
import dev.rootbridge.explain.PeerFacts.Location;
import dev.rootbridge.explain.PeerFacts.Mode;
import dev.rootbridge.explain.PeerFacts.Policy;
import dev.rootbridge.explain.PeerFacts.Rule;
import dev.rootbridge.explain.PeerFacts.Tls;
import java.util.List;
import java.util.stream.Stream;

/** Where an anchor in the bundle is all that a peer needs, since nobody asks for its identity. */
public final class UncheckedPeers {

  private final PeerFacts facts;

  private UncheckedPeers(PeerFacts facts) {
    this.facts = facts;
  }

  /** Gateways, then ServiceEntries; with the kind. */
  public static List<String> of(PeerFacts facts) {
    UncheckedPeers peers = new UncheckedPeers(facts);
    return Stream.concat(
            facts.gateways().stream()
                .filter(UncheckedPeers::isOpen)
                .map(gateway -> "Gateway " + gateway.name()),
            facts.entries().stream()
                .filter(peers::isOpen)
                .map(entry -> "ServiceEntry " + entry.name()))
        .toList();
  }

  private static boolean isOpen(Gateway gateway) {
    return gateway.servers().stream()
        .anyMatch(tls -> tls.mode() == Mode.ISTIO_MUTUAL && tls.identities().isEmpty());
  }

  private boolean isOpen(Entry entry) {
    return entry.identities().isEmpty()
        && entry.hosts().stream()
            .map(this::rulesOf)
            .anyMatch(
                rules ->
                    entry.ports().stream()
                        .anyMatch(
                            port -> takesAnyone(entry.location(), policies(rules, port), port)));
  }

  /** Istio takes the closest host, and merges its rules. */
  private List<Rule> rulesOf(String host) {
    List<Rule> matching = facts.rules().stream().filter(rule -> isFor(host, rule.host())).toList();
    int closest = matching.stream().mapToInt(rule -> closeness(host, rule)).max().orElse(0);
    return matching.stream().filter(rule -> closeness(host, rule) == closest).toList();
  }

  private static int closeness(String host, Rule rule) {
    return rule.host().equals(host) ? Integer.MAX_VALUE : rule.host().length();
  }

  private static boolean isFor(String host, String pattern) {
    return pattern.equals(host) || (pattern.startsWith("*") && host.endsWith(pattern.substring(1)));
  }

  private static List<Policy> policies(List<Rule> rules, int port) {
    return rules.stream()
        .flatMap(rule -> Stream.concat(Stream.of(rule.policy()), rule.subsets().stream()))
        .filter(policy -> policy.speaksOf(port))
        .toList();
  }

  private static boolean takesAnyone(Location location, List<Policy> policies, int port) {
    List<Tls> said = policies.stream().flatMap(policy -> policy.tlsOf(port).stream()).toList();
    return said.isEmpty()
        // istiod then takes the mesh's own certificates for what is in the mesh.
        ? location == Location.MESH_INTERNAL
        : said.stream()
            .anyMatch(tls -> tls.mode() == Mode.ISTIO_MUTUAL && tls.identities().isEmpty());
  }
}
