package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the person at the command line reaches a cluster, as kubectl would: by a kubeconfig, or
 * inside a pod by its ServiceAccount.
 *
 * @param kubeconfig empty for those of {@code KUBECONFIG}, else {@code ~/.kube/config}
 * @param context empty for the kubeconfig's current one
 */
public record CallersAccess(Optional<Path> kubeconfig, Optional<String> context) {

  private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(5).toMillis();
  private static final int REQUEST_MILLIS = (int) Duration.ofSeconds(30).toMillis();

  /** The same kubeconfig, another context. */
  public CallersAccess inContext(String other) {
    return new CallersAccess(kubeconfig, Optional.of(other));
  }

  Config config() throws ClusterAccessException {
    Config config = read();
    List<NamedContext> contexts = Objects.requireNonNullElse(config.getContexts(), List.of());
    if (context.isPresent()
        && contexts.stream().noneMatch(known -> context.get().equals(known.getName()))) {
      throw new ClusterAccessException(
          "there is no context "
              + context.get()
              + " in "
              + places()
              + (contexts.isEmpty() ? "" : ": there " + listed(contexts)));
    }
    if (contexts.isEmpty()
        && !Files.exists(Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH))) {
      throw new ClusterAccessException(
          "there is no kubeconfig with a context: looked for "
              + places()
              + "; name one by --kubeconfig");
    }
    if (!contexts.isEmpty() && config.getCurrentContext() == null) {
      throw new ClusterAccessException(
          "no context is current in "
              + places()
              + ": name one by --context; there "
              + listed(contexts));
    }
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setRequestTimeout(REQUEST_MILLIS);
    // A person waits for the answer, and can ask again.
    config.setRequestRetryBackoffLimit(0);
    return config;
  }

  private static String listed(List<NamedContext> contexts) {
    return (contexts.size() == 1 ? "is " : "are ")
        + contexts.stream().map(NamedContext::getName).sorted().collect(Collectors.joining(", "));
  }

  private Config read() throws ClusterAccessException {
    if (kubeconfig.isEmpty()) {
      return Config.autoConfigure(context.orElse(null));
    }
    Path file = kubeconfig.get();
    if (!Files.isReadable(file)) {
      throw new ClusterAccessException(
          "can't read the kubeconfig " + file + ": there is no such file");
    }
    try {
      return Config.fromKubeconfig(context.orElse(null), file.toFile());
    } catch (KubernetesClientException | IllegalArgumentException e) {
      // The parser's words would quote the file, and with it a token.
      throw new ClusterAccessException(file + " is no kubeconfig: see kubectl config view", e);
    }
  }

  private String places() {
    return kubeconfig
        .map(Path::toString)
        .orElseGet(() -> String.join(", ", Config.getKubeconfigFilenames()));
  }
}
