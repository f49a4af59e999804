package dev.rootbridge.kube;

import dev.rootbridge.explain.RemoteFacts.Access;
import dev.rootbridge.explain.RemoteFacts.Enrolment;
import dev.rootbridge.explain.View;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks at the Secret by which another cluster is reached, as Rootbridge would.
 *
 * @param access how the cluster is reached; empty where it isn't
 */
record AccessSurvey(View<Access> seen, Optional<RemoteAccess> access) {

  /** {@code pkg/multicluster/secretcontroller.go} of Istio. */
  private static final String ENROLS = "istio/multiCluster";

  static AccessSurvey of(CallersCluster cluster, AddressRule addresses, RemoteCluster place) {
    View<Optional<Secret>> secret =
        cluster.look(
            "get Secret " + place.secretNamespace() + "/" + place.secretName(),
            () ->
                Optional.ofNullable(
                    cluster
                        .client()
                        .secrets()
                        .inNamespace(place.secretNamespace())
                        .withName(place.secretName())
                        .get()));
    if (secret instanceof View.Unseen<Optional<Secret>> unseen) {
      return new AccessSurvey(new View.Unseen<>(unseen.why()), Optional.empty());
    }
    return secret
        .seen()
        .orElseThrow()
        .map(found -> read(addresses, place, found))
        .orElseGet(() -> broken("does not exist"));
  }

  private static AccessSurvey read(AddressRule addresses, RemoteCluster place, Secret secret) {
    Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
    if (place.secretKey().isEmpty() && data.size() != 1) {
      return broken("has " + data.size() + " keys: name the one to use (secret.key)");
    }
    String encoded = data.get(place.secretKey().orElseGet(() -> data.keySet().iterator().next()));
    if (encoded == null) {
      return broken("has no such key");
    }
    String kubeconfig = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    RemoteKubeconfig.Outcome outcome = RemoteKubeconfig.parse(kubeconfig);
    if (outcome instanceof RemoteKubeconfig.Outcome.Refused refused) {
      return broken("is not used: " + refused.message());
    }
    RemoteAccess access = ((RemoteKubeconfig.Outcome.Usable) outcome).access();
    return addresses
        .refusalOfHost(access.host())
        .map(why -> broken("is not used: its server's " + why))
        .orElseGet(() -> usable(access, secret));
  }

  private static AccessSurvey usable(RemoteAccess access, Secret secret) {
    Map<String, String> labels =
        Objects.requireNonNullElse(secret.getMetadata().getLabels(), Map.of());
    TokenClaims claims =
        TokenClaims.of(Objects.requireNonNullElse(access.config().getOauthToken(), ""));
    return new AccessSurvey(
        View.of(
            new Access.Usable(
                access.config().getMasterUrl(),
                labels.containsKey(ENROLS) ? Enrolment.BY_ISTIOD : Enrolment.NONE,
                claims.subject(),
                claims.ends())),
        Optional.of(access));
  }

  private static AccessSurvey broken(String problem) {
    return new AccessSurvey(View.of(new Access.Broken(problem)), Optional.empty());
  }
}
