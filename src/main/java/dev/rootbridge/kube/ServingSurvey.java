package dev.rootbridge.kube;

import dev.rootbridge.explain.ClusterFacts.ServingSecret;
import dev.rootbridge.explain.View;
import dev.rootbridge.serving.CaBundle;
import dev.rootbridge.trust.Anchor;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads the certificate that the webhook shows its callers. */
final class ServingSurvey {

  private static final String OWN = "rootbridge-serving";

  /** As the manifests and the chart mount it: cert-manager's, or by hand. */
  private static final String BY_OTHERS = "rootbridge-serving-cert";

  private ServingSurvey() {}

  /** A Secret of the mode before may still lie there. */
  static View<Optional<ServingSecret>> of(
      CallersCluster cluster, String installed, InstalledSettings settings) {
    String own = settings.get("rootbridge.serving.secret", OWN);
    if (settings.unseen().isEmpty()) {
      return secret(cluster, installed, settings.isServingSelfManaged() ? own : BY_OTHERS);
    }
    View<Optional<ServingSecret>> first = secret(cluster, installed, own);
    return first.seen().filter(Optional::isEmpty).isPresent()
        ? secret(cluster, installed, BY_OTHERS)
        : first;
  }

  private static View<Optional<ServingSecret>> secret(
      CallersCluster cluster, String installed, String name) {
    String where = installed + "/" + name;
    return cluster
        .look(
            "get Secret " + where,
            () ->
                Optional.ofNullable(
                    cluster.client().secrets().inNamespace(installed).withName(name).get()))
        .map(
            secret ->
                secret.map(
                    there ->
                        new ServingSecret(
                            where, certificates(there, "ca.crt"), certificates(there, "tls.crt"))));
  }

  private static List<Anchor> certificates(Secret secret, String key) {
    return Optional.ofNullable(secret.getData())
        .map(data -> data.get(key))
        .map(ServingSurvey::decoded)
        .map(CaBundle::parse)
        .map(bundle -> List.copyOf(bundle.anchors()))
        .orElse(List.of());
  }

  private static String decoded(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
