package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whose a token is. */
final class TokenUser {

  private TokenUser() {}

  /**
   * Asks for a TokenReview.
   *
   * @param audiences of which the token must be meant for one; empty for the API server's own
   * @return empty if the API server doesn't take the token, or it is meant for somebody else
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server doesn't say
   */
  static Optional<UserInfo> of(
      KubernetesClient client, String token, Collection<String> audiences) {
    TokenReview question =
        new TokenReviewBuilder()
            .withNewSpec()
            .withToken(token)
            .withAudiences(List.copyOf(audiences))
            .endSpec()
            .build();
    TokenReviewStatus status = client.tokenReviews().create(question).getStatus();
    if (status == null || !Boolean.TRUE.equals(status.getAuthenticated())) {
      return Optional.empty();
    }
    // An authenticator that knows nothing of audiences returns none, and vouches for none.
    List<String> vouched = Objects.requireNonNullElse(status.getAudiences(), List.of());
    if (!audiences.isEmpty() && Collections.disjoint(vouched, audiences)) {
      return Optional.empty();
    }
    return Optional.ofNullable(status.getUser());
  }
}
