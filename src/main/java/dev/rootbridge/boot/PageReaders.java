package dev.rootbridge.boot;

import dev.rootbridge.kube.ReaderReviews;
import dev.rootbridge.kube.TokenVerdict;
import dev.rootbridge.web.PageAccess;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets those read the page whom this cluster's API server knows, and its RBAC allows it. */
final class PageReaders implements PageAccess, AutoCloseable {

  private final ReaderReviews reviews;

  PageReaders(ReaderReviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public CompletionStage<Verdict> check(Optional<String> authorization) {
    return authorization
        .flatMap(ReaderToken::fromHeader)
        .map(token -> reviews.review(token.text()).thenApply(PageReaders::verdict))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new Verdict.Unauthenticated(
                        "a bearer token is needed, such as kubectl create token makes; in a"
                            + " browser, as the password of any name")));
  }

  private static Verdict verdict(TokenVerdict verdict) {
    if (verdict instanceof TokenVerdict.Accepted) {
      return new Verdict.Granted();
    }
    if (verdict instanceof TokenVerdict.NotAllowed other) {
      return new Verdict.Forbidden(
          "user "
              + other.user()
              + " may not get "
              + ReaderReviews.path()
              + ": bind the ClusterRole rootbridge-page-reader to it");
    }
    if (verdict instanceof TokenVerdict.Unknown unknown) {
      return new Verdict.Unavailable(
          "the token can't be reviewed by this cluster: " + unknown.problem());
    }
    return new Verdict.Unauthenticated(
        "the API server doesn't take the token, or it isn't meant for an audience of"
            + " rootbridge.page.audiences");
  }

  @Override
  public void close() {
    reviews.close();
  }
}
