package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import java.util.Set;

/**
 * A cluster that this one's istiod serves too, and whose pods are federated from here.
 *
 * @param name what Istio calls it; its API server calls with this name
 * @param access how it is reached, and where it keeps its own root
 */
public record RemoteClusterSettings(String name, RemoteCluster access, CallerRule callers) {

  /** Who may call the webhook for a remote cluster. */
  public sealed interface CallerRule {

    /** Anyone who reaches the webhook. */
    record Anyone() implements CallerRule {}

    /**
     * Who has a token that the remote cluster's own API server takes.
     *
     * @param audiences of which the token must be meant for one
     * @param users those who may, by user name
     */
    record TokenReview(Set<String> audiences, Set<String> users) implements CallerRule {
      public TokenReview {
        audiences = Set.copyOf(audiences);
        users = Set.copyOf(users);
      }
    }

    /**
     * Who has a client certificate of a CA that the webhook's TLS trusts.
     *
     * @param commonNames of those who may
     */
    record ClientCertificate(Set<String> commonNames) implements CallerRule {
      public ClientCertificate {
        commonNames = Set.copyOf(commonNames);
      }
    }
  }
}
