package dev.rootbridge.kube;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rootbridge.trust.Fingerprint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Has bearer tokens reviewed by the API server of one cluster. Somebody waits for the answer, such
 * as a pod that is created, so it is remembered for moments; by a hash, since a memory of tokens
 * would be worth stealing. Callers with the same token share one review.
 *
 * <p>It fails closed: no answer is no leave.
 */
final class TokenReviews {

  private static final Logger LOG = Logger.getLogger(TokenReviews.class);

  private static final Duration REMEMBER_ACCEPTED = Duration.ofSeconds(30);
  private static final Duration REMEMBER_REFUSED = Duration.ofSeconds(5);
  private static final Duration REMEMBER_UNKNOWN = Duration.ofSeconds(1);
  private static final int REMEMBERED = 1_000;

  /** An API server gives a webhook ten seconds at most, five by our registration. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final String whose;
  private final TokenJudge judge;
  private final Supplier<Optional<KubernetesClient>> access;
  private final Executor executor;
  private final AsyncCache<Fingerprint, TokenVerdict> remembered;
  private volatile boolean failing;

  /**
   * @param whose tokens these are, for the log
   * @param access the client of the cluster; empty while there is none
   * @param executor runs calls of the cluster; rejects what is too much
   */
  TokenReviews(
      String whose,
      TokenJudge judge,
      Supplier<Optional<KubernetesClient>> access,
      Executor executor,
      Ticker ticker) {
    this.whose = whose;
    this.judge = judge;
    this.access = access;
    this.executor = executor;
    this.remembered =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfter(
                Expiry.<Fingerprint, TokenVerdict>creating((key, verdict) -> lifetime(verdict)))
            .ticker(ticker)
            .buildAsync();
  }

  private static Duration lifetime(TokenVerdict verdict) {
    if (verdict instanceof TokenVerdict.Accepted) {
      return REMEMBER_ACCEPTED;
    }
    return verdict instanceof TokenVerdict.Unknown ? REMEMBER_UNKNOWN : REMEMBER_REFUSED;
  }

  /** Never fails. */
  CompletableFuture<TokenVerdict> review(String token) {
    return remembered.get(
        Fingerprint.of(token.getBytes(StandardCharsets.UTF_8)), (key, unused) -> start(token));
  }

  private CompletableFuture<TokenVerdict> start(String token) {
    try {
      return CompletableFuture.supplyAsync(() -> ask(token), executor)
          // A client that is closed under way, for a changed Secret, fails in ways of its own.
          .exceptionally(failure -> new TokenVerdict.Unknown("its API server can't be asked"))
          .completeOnTimeout(
              new TokenVerdict.Unknown("its API server didn't answer in time"),
              PATIENCE.toMillis(),
              TimeUnit.MILLISECONDS)
          .thenApply(this::noted);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(
          new TokenVerdict.Unknown("too many tokens are waiting for a review"));
    }
  }

  private TokenVerdict ask(String token) {
    Optional<KubernetesClient> client = access.get();
    if (client.isEmpty()) {
      return new TokenVerdict.Unknown("there is no access to it; see the page");
    }
    try {
      return judge.judge(client.get(), token);
    } catch (KubernetesClientException e) {
      // Its message could quote the request.
      return new TokenVerdict.Unknown(
          e.getCode() > 0
              ? "its API server answered the review with " + e.getCode()
              : "its API server can't be reached");
    }
  }

  /** Once for each outage: callers can ask as often as they like. */
  private TokenVerdict noted(TokenVerdict verdict) {
    boolean fails = verdict instanceof TokenVerdict.Unknown;
    if (fails && !failing) {
      LOG.warnf(
          "tokens of %s can't be reviewed, so none is let in: %s",
          whose, ((TokenVerdict.Unknown) verdict).problem());
    } else if (!fails && failing) {
      LOG.infof("tokens of %s are reviewed again", whose);
    }
    failing = fails;
    return verdict;
  }
}
