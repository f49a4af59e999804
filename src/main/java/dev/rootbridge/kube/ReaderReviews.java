package dev.rootbridge.kube;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** Has the tokens of those who read the page reviewed by this cluster's own API server. */
public final class ReaderReviews implements AutoCloseable {

  private final ExecutorService executor = ReviewThreads.of("page");
  private final TokenReviews reviews;

  /**
   * @param client allowed to make TokenReviews and SubjectAccessReviews
   * @param audiences of which a token must be meant for one; empty for the API server's own
   */
  public ReaderReviews(KubernetesClient client, List<String> audiences) {
    this.reviews =
        new TokenReviews(
            "readers of the page",
            new ReaderJudge(audiences),
            () -> Optional.of(client),
            executor,
            Ticker.systemTicker());
  }

  /** Doesn't block, and never fails: what isn't known is {@link TokenVerdict.Unknown}. */
  public CompletionStage<TokenVerdict> review(String token) {
    return reviews.review(token);
  }

  /** What a reader must be allowed to get, by RBAC. */
  public static String path() {
    return ReaderJudge.PATH;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
