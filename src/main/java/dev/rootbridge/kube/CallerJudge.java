package dev.rootbridge.kube;

import dev.rootbridge.kube.RemoteClusterSettings.CallerRule;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.Optional;

/** Who may call the webhook for a remote cluster: the users that its configuration names. */
record CallerJudge(CallerRule.TokenReview rule) implements TokenJudge {

  @Override
  public TokenVerdict judge(KubernetesClient client, String token) {
    Optional<UserInfo> user = TokenUser.of(client, token, rule.audiences());
    if (user.isEmpty()) {
      return new TokenVerdict.NotAuthenticated();
    }
    String name = Objects.requireNonNullElse(user.get().getUsername(), "");
    return rule.users().contains(name)
        ? new TokenVerdict.Accepted()
        : new TokenVerdict.NotAllowed(name);
  }
}
