package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who may read the page: whoever this cluster's own RBAC lets get the path {@value #PATH}, which is
 * no path of the API server. Rights on some resource would not do, since the page shows what is in
 * many.
 *
 * @param audiences of which a token must be meant for one; empty for the API server's own
 */
record ReaderJudge(List<String> audiences) implements TokenJudge {

  static final String PATH = "/rootbridge.dev/page";

  ReaderJudge {
    audiences = List.copyOf(audiences);
  }

  @Override
  public TokenVerdict judge(KubernetesClient client, String token) {
    Optional<UserInfo> user = TokenUser.of(client, token, audiences);
    if (user.isEmpty()) {
      return new TokenVerdict.NotAuthenticated();
    }
    return mayRead(client, user.get())
        ? new TokenVerdict.Accepted()
        : new TokenVerdict.NotAllowed(Objects.requireNonNullElse(user.get().getUsername(), ""));
  }

  /** A denial wins over leave, and no answer is none. */
  private static boolean mayRead(KubernetesClient client, UserInfo user) {
    SubjectAccessReview question =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user.getUsername())
            .withUid(user.getUid())
            .withGroups(Objects.requireNonNullElse(user.getGroups(), List.of()))
            .withExtra(Objects.requireNonNullElse(user.getExtra(), Map.of()))
            .withNewNonResourceAttributes()
            .withPath(PATH)
            .withVerb("get")
            .endNonResourceAttributes()
            .endSpec()
            .build();
    SubjectAccessReviewStatus status =
        client.authorization().v1().subjectAccessReview().create(question).getStatus();
    return status != null
        && Boolean.TRUE.equals(status.getAllowed())
        && !Boolean.TRUE.equals(status.getDenied());
  }
}
