package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Finds out in which version this cluster serves ClusterTrustBundles. It asks again and again,
 * since a cluster gains one by an upgrade or a changed flag of its API server, which nobody tells
 * us of.
 */
final class TrustBundleApi implements AutoCloseable {

  private static final String GROUP = "certificates.k8s.io";
  private static final String PLURAL = "clustertrustbundles";

  /** The best first. */
  private static final List<String> VERSIONS = List.of("v1", "v1beta1");

  private final KubernetesClient client;
  private final Runnable onChange;
  private final ScheduledExecutorService discovery =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "trust-bundle-discovery");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Answer answer = new Answer.NotAsked();

  /** What the cluster serves. */
  sealed interface Answer {
    /** It wasn't asked yet. */
    record NotAsked() implements Answer {}

    /** It can't be asked, and why. */
    record Unknown(String problem) implements Answer {}

    /** In no version that is known here. */
    record NotServed() implements Answer {}

    record Served(String version) implements Answer {
      ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
            .withGroup(GROUP)
            .withVersion(version)
            .withKind("ClusterTrustBundle")
            .withPlural(PLURAL)
            .withNamespaced(false)
            .build();
      }
    }
  }

  TrustBundleApi(KubernetesClient client, Duration every, Runnable onChange) {
    this.client = client;
    this.onChange = onChange;
    var unused =
        discovery.scheduleWithFixedDelay(this::ask, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What was found last; from memory. */
  Answer answer() {
    return answer;
  }

  private void ask() {
    Answer before = answer;
    try {
      answer =
          VERSIONS.stream()
              .filter(this::isServed)
              .findFirst()
              .<Answer>map(Answer.Served::new)
              .orElseGet(Answer.NotServed::new);
    } catch (RuntimeException e) {
      // Whatever the client throws: an exception would end the schedule.
      if (before instanceof Answer.NotAsked || before instanceof Answer.Unknown) {
        answer = new Answer.Unknown(Causes.describeRoot(e));
      }
    }
    if (!answer.equals(before)) {
      onChange.run();
    }
  }

  private boolean isServed(String version) {
    return Optional.ofNullable(client.getApiResources(GROUP + "/" + version))
        .map(APIResourceList::getResources)
        .filter(
            resources -> resources.stream().anyMatch(resource -> PLURAL.equals(resource.getName())))
        .isPresent();
  }

  @Override
  public void close() {
    discovery.shutdownNow();
  }
}
