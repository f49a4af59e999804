package dev.rootbridge.kube;

import dev.rootbridge.explain.ApiFacts;
import dev.rootbridge.explain.View;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Asks whether a cluster answers, and knows of Rootbridge. */
public final class ApiSurvey {

  private static final String SERVED = "rootbridge.dev/v1alpha1";
  private static final String PLURAL = "federatedtrustdomains";

  private ApiSurvey() {}

  /** Both are told to whoever is logged in, unless an admin took that away. */
  public static ApiFacts of(CallersCluster cluster) throws ClusterAccessException {
    return new ApiFacts(version(cluster), served(cluster));
  }

  private static View<String> version(CallersCluster cluster) throws ClusterAccessException {
    try {
      return View.of(
          cluster.ask(
              "get its version", () -> cluster.client().getKubernetesVersion().getGitVersion()));
    } catch (ClusterAccessException e) {
      if (isForbidden(e)) {
        return new View.Unseen<>(e.getMessage());
      }
      throw e;
    }
  }

  private static boolean isForbidden(ClusterAccessException failure) {
    return failure.getCause() instanceof KubernetesClientException answer
        && answer.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
  }

  /** By what it serves, since few may see CRDs. */
  private static View<Optional<String>> served(CallersCluster cluster) {
    return cluster.look(
        "get the resources of " + SERVED,
        () ->
            Optional.ofNullable(cluster.client().getApiResources(SERVED))
                .map(APIResourceList::getResources)
                .filter(
                    resources ->
                        resources.stream().anyMatch(found -> PLURAL.equals(found.getName())))
                .map(found -> SERVED));
  }
}
