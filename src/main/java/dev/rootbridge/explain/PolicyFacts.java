package dev.rootbridge.explain;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An AuthorizationPolicy of Istio, as far as it judges peers.
 *
 * @param selector the labels of the workloads that it is for; none: all of its namespace
 * @param target whether it is for workloads, or for what {@code targetRefs} names
 */
public record PolicyFacts(
    String namespace,
    String name,
    Action action,
    Map<String, String> selector,
    Target target,
    List<Rule> rules) {

  public PolicyFacts {
    selector = Map.copyOf(selector);
    rules = List.copyOf(rules);
  }

  /** What becomes of a request that it matches. */
  public enum Action {
    ALLOW,
    DENY,
    /** Asks somebody else, or only notes it. */
    OTHER
  }

  /** Whom it is for. */
  public enum Target {
    WORKLOADS,
    REFERENCES
  }

  /**
   * One rule.
   *
   * @param from any of these peers; none: whoever it is
   * @param when what must hold of the peer as well, each of these
   * @param requests whether all of their requests
   */
  public record Rule(List<PeerSource> from, List<PeerSource> when, Requests requests) {
    public Rule {
      from = List.copyOf(from);
      when = List.copyOf(when);
    }

    /** The ways to match it: in each, all that must hold of the peer. */
    public List<List<PeerSource>> ways() {
      return from.isEmpty()
          ? List.of(when)
          : from.stream()
              .map(source -> Stream.concat(Stream.of(source), when.stream()).toList())
              .toList();
    }
  }

  /** Which requests of a peer a rule matches. */
  public enum Requests {
    ALL,
    /** It has {@code to}, or a {@code when} that isn't about who the peer is. */
    SOME
  }

  /** Where it is, for people. */
  public String where() {
    return "AuthorizationPolicy " + namespace + "/" + name;
  }

  /** Whether it judges requests to a workload. */
  boolean selects(String workloadNamespace, Map<String, String> labels, String rootNamespace) {
    return target == Target.WORKLOADS
        && (namespace.equals(workloadNamespace) || namespace.equals(rootNamespace))
        && labels.entrySet().containsAll(selector.entrySet());
  }
}
