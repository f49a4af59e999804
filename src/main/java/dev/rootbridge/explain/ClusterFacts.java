package dev.rootbridge.explain;

import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.trust.Anchor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code doctor} judges a cluster by, as far as the caller may see it.
 *
 * @param webhooks all that mutate, of every configuration
 * @param trial what became of a pod that ours should have been called for
 * @param writer who holds the lease, and until when; empty where nobody ever did
 * @param serving the Secret with the webhook's certificate; empty where there is none of a name
 *     that the manifests know
 * @param crls the ConfigMaps that hold a certificate revocation list
 * @param peers whom gateways and callers take peers for
 * @param remotes the other clusters that were to be looked at
 */
public record ClusterFacts(
    TrustFacts trust,
    View<List<WebhookFacts>> webhooks,
    Trial trial,
    View<Optional<Lease>> writer,
    View<Optional<ServingSecret>> serving,
    View<List<String>> crls,
    View<List<PolicyFacts>> policies,
    View<PeerFacts> peers,
    List<RemoteFacts> remotes,
    Instant now) {

  public ClusterFacts {
    remotes = List.copyOf(remotes);
  }

  /**
   * A webhook that mutates.
   *
   * @param configuration the name of the object, by which API servers order them
   * @param trusted whom API servers take its certificate from
   * @param namespaces those whose pods it is called for
   */
  public record WebhookFacts(
      String configuration,
      String name,
      List<Anchor> trusted,
      String failurePolicy,
      String reinvocationPolicy,
      NamespaceSelector namespaces) {

    /** What the manifests and the chart call ours. */
    public static final String OURS = "inject.rootbridge.dev";

    public WebhookFacts {
      trusted = List.copyOf(trusted);
    }

    public boolean isOurs() {
      return name.equals(OURS);
    }
  }

  /**
   * What the webhook shows its callers.
   *
   * @param where the Secret's namespace and name
   * @param cas of {@code ca.crt}; none where whoever made it leaves it out
   * @param chain of {@code tls.crt}: the certificate first, then those between it and the CA
   */
  public record ServingSecret(String where, List<Anchor> cas, List<Anchor> chain) {
    public ServingSecret {
      cas = List.copyOf(cas);
      chain = List.copyOf(chain);
    }
  }

  /** Which replica writes. */
  public record Lease(String holder, Instant until) {}
}
