package dev.rootbridge.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whom Istio's resources tell gateways and callers to take a peer for.
 *
 * @param rules the DestinationRules
 */
public record PeerFacts(List<Gateway> gateways, List<Entry> entries, List<Rule> rules) {

  public static final PeerFacts NONE = new PeerFacts(List.of(), List.of(), List.of());

  public PeerFacts {
    gateways = List.copyOf(gateways);
    entries = List.copyOf(entries);
    rules = List.copyOf(rules);
  }

  /** What a connection is secured by. */
  public enum Mode {
    /** The mesh's certificates, and the roots that it trusts. */
    ISTIO_MUTUAL,
    /** None, or others. */
    OTHER
  }

  /**
   * @param identities {@code subjectAltNames} of which the peer has to have one
   */
  public record Tls(Mode mode, List<String> identities) {
    public Tls {
      identities = List.copyOf(identities);
    }
  }

  /**
   * @param name with its namespace
   * @param servers the TLS of each that has some
   */
  public record Gateway(String name, List<Tls> servers) {
    public Gateway {
      servers = List.copyOf(servers);
    }
  }

  /** Whether a ServiceEntry is for what has the mesh's certificates. */
  public enum Location {
    MESH_INTERNAL,
    MESH_EXTERNAL
  }

  /**
   * A ServiceEntry.
   *
   * @param name with its namespace
   * @param identities its {@code subjectAltNames}
   */
  public record Entry(
      String name,
      List<String> hosts,
      Location location,
      Set<Integer> ports,
      List<String> identities) {
    public Entry {
      hosts = List.copyOf(hosts);
      ports = Set.copyOf(ports);
      identities = List.copyOf(identities);
    }
  }

  /**
   * A DestinationRule.
   *
   * @param policy for all of the host
   * @param subsets the policies of those that have one
   */
  public record Rule(String host, Policy policy, List<Policy> subsets) {
    public Rule {
      subsets = List.copyOf(subsets);
    }
  }

  /**
   * A traffic policy.
   *
   * @param ports those with settings of their own, which inherit nothing
   */
  public record Policy(Optional<Tls> tls, Map<Integer, Optional<Tls>> ports) {
    public Policy {
      ports = Map.copyOf(ports);
    }

    boolean speaksOf(int port) {
      return tls.isPresent() || ports.containsKey(port);
    }

    Optional<Tls> tlsOf(int port) {
      return ports.getOrDefault(port, tls);
    }
  }
}
