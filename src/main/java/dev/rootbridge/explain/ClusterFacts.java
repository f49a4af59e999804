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
 * @param servingCas the certificates of the CA that Rootbridge's own Secret names; empty where
 *     somebody else makes its certificate
 * @param crls the ConfigMaps that hold a certificate revocation list
 * @param unchecked gateways and ServiceEntries that check no identity, a line each
 * @param remotes the other clusters that were to be looked at
 */
public record ClusterFacts(
    TrustFacts trust,
    View<List<WebhookFacts>> webhooks,
    Trial trial,
    View<Optional<Lease>> writer,
    View<List<Anchor>> servingCas,
    View<List<String>> crls,
    View<List<PolicyFacts>> policies,
    View<List<String>> unchecked,
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

  /** Which replica writes. */
  public record Lease(String holder, Instant until) {}
}
