package dev.rootbridge.kube;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.rootbridge.kube.RemoteClusterSettings.CallerRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/**
 * Has the tokens of those who call for a remote cluster reviewed by that cluster's own API server,
 * as istiod does with the tokens of its proxies. Each cluster has threads of its own: one that is
 * away keeps no other's callers waiting.
 */
public final class CallerReviews implements AutoCloseable {

  private final OutboundNetwork network;
  private final Map<String, Reviewer> reviewers = new HashMap<>();

  private record Reviewer(RemoteClient client, ExecutorService executor, TokenReviews reviews)
      implements AutoCloseable {
    @Override
    public void close() {
      executor.shutdownNow();
      client.close();
    }
  }

  /**
   * Starts following the Secrets of those clusters whose callers show tokens.
   *
   * @param home the client of the cluster with the Secrets
   * @param addresses where the clusters' API servers may be
   */
  public CallerReviews(
      KubernetesClient home, AddressRule addresses, Collection<RemoteClusterSettings> clusters) {
    this.network = new OutboundNetwork(addresses);
    for (RemoteClusterSettings cluster : clusters) {
      if (cluster.callers() instanceof CallerRule.TokenReview rule) {
        RemoteClient client = new RemoteClient(home, network, cluster.access());
        ExecutorService executor = ReviewThreads.of(cluster.name());
        reviewers.put(
            cluster.name(),
            new Reviewer(
                client,
                executor,
                new TokenReviews(
                    "callers for cluster " + cluster.name(),
                    new CallerJudge(rule),
                    client::current,
                    executor,
                    Ticker.systemTicker())));
      }
    }
  }

  /**
   * Asks a cluster about a token. Doesn't block, and never fails: what isn't known is {@link
   * TokenVerdict.Unknown}.
   *
   * @param cluster one whose callers show tokens
   */
  public CompletionStage<TokenVerdict> review(String cluster, String token) {
    return reviewers.get(cluster).reviews().review(token);
  }

  @Override
  public void close() {
    reviewers.values().forEach(Reviewer::close);
    network.close();
  }
}
