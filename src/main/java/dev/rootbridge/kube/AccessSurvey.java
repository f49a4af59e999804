package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rootbridge.explain.ClusterFacts.AccessFacts;
import dev.rootbridge.explain.ClusterFacts.Enrolment;
import dev.rootbridge.explain.DomainFacts;
import dev.rootbridge.explain.View;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Looks at the Secrets by which federated domains are read in other clusters. */
final class AccessSurvey {

  /** {@code pkg/multicluster/secretcontroller.go} of Istio. */
  private static final String ENROLS = "istio/multiCluster";

  private static final ObjectMapper JSON = new ObjectMapper();

  private AccessSurvey() {}

  /** Those of sources first, then those of the clusters that this one's istiod serves too. */
  static List<AccessFacts> of(
      CallersCluster cluster, List<DomainFacts> domains, InstalledSettings settings) {
    List<AccessFacts> found = new ArrayList<>();
    for (DomainFacts domain : domains) {
      if (domain.trust().source() instanceof RemoteCluster remote) {
        found.add(look(cluster, domain.name(), remote));
      }
    }
    settings
        .remoteClusters()
        .forEach((name, remote) -> found.add(look(cluster, "remote cluster " + name, remote)));
    return found;
  }

  private static AccessFacts look(CallersCluster cluster, String owner, RemoteCluster remote) {
    String where = "Secret " + remote.secretNamespace() + "/" + remote.secretName();
    View<Optional<Secret>> seen =
        cluster.look(
            "get " + where,
            () ->
                Optional.ofNullable(
                    cluster
                        .client()
                        .secrets()
                        .inNamespace(remote.secretNamespace())
                        .withName(remote.secretName())
                        .get()));
    if (seen.unseen().isPresent()) {
      return broken(owner, where, "can't be seen: " + seen.unseen().get());
    }
    Optional<Secret> secret = seen.seen().flatMap(found -> found);
    return secret
        .map(found -> read(owner, where, remote, found))
        .orElseGet(() -> broken(owner, where, "does not exist"));
  }

  private static AccessFacts read(String owner, String where, RemoteCluster remote, Secret secret) {
    Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
    Optional<String> encoded =
        remote
            .secretKey()
            .map(data::get)
            .or(() -> data.size() == 1 ? data.values().stream().findFirst() : Optional.empty());
    if (encoded.isEmpty()) {
      return broken(owner, where, "doesn't have the key that is to be used");
    }
    String kubeconfig =
        new String(Base64.getDecoder().decode(encoded.get()), StandardCharsets.UTF_8);
    if (RemoteKubeconfig.parse(kubeconfig) instanceof RemoteKubeconfig.Outcome.Refused refused) {
      return broken(owner, where, "is not used: " + refused.message());
    }
    Map<String, String> labels =
        Objects.requireNonNullElse(secret.getMetadata().getLabels(), Map.of());
    return new AccessFacts(
        owner,
        where,
        Optional.empty(),
        labels.containsKey(ENROLS) ? Enrolment.BY_ISTIOD : Enrolment.NONE,
        ends(kubeconfig));
  }

  private static AccessFacts broken(String owner, String where, String problem) {
    return new AccessFacts(owner, where, Optional.of(problem), Enrolment.NONE, Optional.empty());
  }

  /** By the token itself, where it is one of Kubernetes (RFC 7519, section 4.1.4). */
  private static Optional<Instant> ends(String kubeconfig) {
    String token =
        Serialization.unmarshal(kubeconfig, io.fabric8.kubernetes.api.model.Config.class)
            .getUsers()
            .stream()
            .map(user -> user.getUser().getToken())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode end = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
      return end.canConvertToLong()
          ? Optional.of(Instant.ofEpochSecond(end.asLong()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      // A token of another make: when it ends can't be told, and it may be good all the same.
      return Optional.empty();
    }
  }
}
