package dev.rootbridge.kube;

import dev.rootbridge.explain.Trial;
import dev.rootbridge.inject.InjectionContract;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has an API server put a pod with a proxy through admission as if it were created, and store
 * nothing ({@code dryRun=All}): whether the webhook is called shows by nothing less.
 */
final class PodTrial {

  /** Where many refuse, another would too. */
  private static final int MAX_TRIES = 3;

  /** Each is a question to the API server. */
  private static final int MAX_ASKED = 20;

  private static final String VOLUME = "istiod-ca-cert";
  private static final Map<String, Quantity> LITTLE =
      Map.of("cpu", new Quantity("10m"), "memory", new Quantity("32Mi"));

  private final CallersCluster cluster;

  PodTrial(CallersCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Tries it in one after the other, until one isn't refused.
   *
   * @param namespaces best first
   */
  Trial in(List<String> namespaces) {
    if (namespaces.isEmpty()) {
      return new Trial.Nowhere();
    }
    List<Trial> refused = new ArrayList<>();
    for (String namespace : allowed(namespaces)) {
      Trial trial = in(namespace);
      if (trial instanceof Trial.Admitted) {
        return trial;
      }
      refused.add(trial);
      if (refused.size() == MAX_TRIES) {
        break;
      }
    }
    return refused.isEmpty() ? new Trial.NotAllowed(namespaces.get(0)) : refused.get(0);
  }

  /** An API server's refusals by RBAC and by admission have the same code. */
  private Iterable<String> allowed(List<String> namespaces) {
    if (mayCreate("")) {
      return namespaces;
    }
    return () -> namespaces.stream().limit(MAX_ASKED).filter(this::mayCreate).iterator();
  }

  /**
   * @param namespace empty for all of them
   */
  private boolean mayCreate(String namespace) {
    return cluster
        .look(
            "ask what you may do",
            () -> new Right("create", "", "pods", namespace, "").isHeldBy(cluster.client()))
        // Then the trial itself tells.
        .seen()
        .orElse(true);
  }

  private Trial in(String namespace) {
    try {
      Pod answer =
          cluster.client().pods().inNamespace(namespace).resource(pod(namespace)).dryRun().create();
      return new Trial.Admitted(
          namespace,
          Optional.ofNullable(answer.getMetadata().getAnnotations())
              .map(annotations -> annotations.get(InjectionContract.STATUS_ANNOTATION)));
    } catch (KubernetesClientException e) {
      return new Trial.Refused(
          namespace,
          e.getStatus() == null || e.getStatus().getMessage() == null
              ? Causes.describeRoot(e)
              : Causes.oneLine(e.getStatus().getMessage()));
    }
  }

  /** One that the strictest Pod Security Standard lets in, and that Istio leaves as it is. */
  private static Pod pod(String namespace) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withGenerateName("rootbridge-doctor-")
        .addToLabels("sidecar.istio.io/inject", "false")
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(
            new ContainerBuilder()
                .withName(InjectionContract.PROXY_CONTAINER)
                .withImage("istio/proxyv2")
                .withNewResources()
                .withRequests(LITTLE)
                .withLimits(LITTLE)
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName(VOLUME)
                .withMountPath(InjectionContract.LOCAL_ROOT_PATH)
                .endVolumeMount()
                .build())
        .addNewVolume()
        .withName(VOLUME)
        .withNewConfigMap()
        .withName("istio-ca-root-cert")
        .endConfigMap()
        .endVolume()
        .endSpec()
        .build();
  }
}
