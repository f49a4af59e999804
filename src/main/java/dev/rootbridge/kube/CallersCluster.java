package dev.rootbridge.kube;

import dev.rootbridge.explain.View;
import dev.rootbridge.trust.Printable;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A cluster as the person at the command line may see it. Each question is named, so that an answer
 * that doesn't come says what was asked, where, and what to do.
 */
public final class CallersCluster implements AutoCloseable {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final KubernetesClient client;
  private final Config config;
  private final String context;
  private final String namespace;

  private CallersCluster(KubernetesClient client, Config config, String context, String namespace) {
    this.client = client;
    this.config = config;
    this.context = context;
    this.namespace = namespace;
  }

  /** Nothing is asked yet. */
  public static CallersCluster connect(CallersAccess access) throws ClusterAccessException {
    Config config = access.config();
    String context =
        Optional.ofNullable(config.getCurrentContext())
            .map(current -> current.getName())
            .orElse("of this pod");
    return new CallersCluster(
        new KubernetesClientBuilder().withConfig(config).build(),
        config,
        context,
        Optional.ofNullable(config.getNamespace()).orElse("default"));
  }

  /** The name of the context that it is reached by. */
  public String context() {
    return context;
  }

  /** The namespace that the context is for. */
  public String namespace() {
    return namespace;
  }

  /** Where its API server is. */
  public String server() {
    return client.getMasterUrl().toString();
  }

  KubernetesClient client() {
    return client;
  }

  /** As the kubeconfig has it. */
  Config config() {
    return config;
  }

  /**
   * @param what is asked for, as in "list FederatedTrustDomains"
   */
  <T> T ask(String what, Supplier<T> question) throws ClusterAccessException {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      throw new ClusterAccessException(explained(what, e), e);
    }
  }

  /** The same, where the rest is worth showing without it. */
  <T> View<T> look(String what, Supplier<T> question) {
    try {
      return View.of(question.get());
    } catch (KubernetesClientException e) {
      return new View.Unseen<>(explained(what, e));
    }
  }

  private String explained(String what, KubernetesClientException failure) {
    String where = "the API server of context " + context + " (" + server() + ")";
    if (failure.getCode() <= 0) {
      return where
          + " can't be reached: "
          + Causes.describeRoot(failure)
          + ": see that kubectl --context "
          + context
          + " get namespaces answers";
    }
    return switch (failure.getCode()) {
      case UNAUTHORIZED ->
          where
              + " doesn't know who you are: log in anew, or mend the user of that context in the"
              + " kubeconfig";
      case FORBIDDEN ->
          where + " doesn't let you " + what + ": ask its admin for that right" + words(failure);
      default -> where + " can't " + what + ": " + WatchedObject.describe(failure) + words(failure);
    };
  }

  /** The API server's own words, such as who lacks which right. */
  private static String words(KubernetesClientException failure) {
    return failure.getStatus() == null || failure.getStatus().getMessage() == null
        ? ""
        : " (" + Printable.of(failure.getStatus().getMessage()) + ")";
  }

  @Override
  public void close() {
    client.close();
  }
}
