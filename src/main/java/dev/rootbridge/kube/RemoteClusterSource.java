package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.sync.TrustSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Follows the root of another cluster: the Secret with its kubeconfig by one watch, and with what
 * that says, the remote ConfigMap by another. A changed Secret (a rotated token) makes a new
 * connection at the next reading; nothing needs a restart.
 */
final class RemoteClusterSource implements TrustSource {

  private final OutboundNetwork network;
  private final RemoteCluster spec;
  private final Runnable onChange;
  private final WatchedObject<Secret> secret;
  private Optional<Connection> connection = Optional.empty();

  /** A followed remote ConfigMap, and the kubeconfig that it was reached with. */
  private record Connection(String kubeconfig, KubernetesClient client, ConfigMapSource source)
      implements AutoCloseable {
    @Override
    public void close() {
      source.close();
      client.close();
    }
  }

  RemoteClusterSource(
      KubernetesClient local, OutboundNetwork network, RemoteCluster spec, Runnable onChange) {
    this.network = network;
    this.spec = spec;
    this.onChange = onChange;
    this.secret =
        new WatchedObject<>(
            local.secrets().inNamespace(spec.secretNamespace()).withName(spec.secretName()),
            spec.secretNamespace(),
            spec.secretName(),
            onChange);
  }

  @Override
  public synchronized SourceReading reading() {
    return switch (secret.state()) {
      case STARTING -> failed(Failure.NOT_YET_READ, "has not been read yet");
      // An API server of our own that is away says nothing against the remote one.
      case LOST ->
          connection
              .map(found -> found.source().reading())
              .orElseGet(() -> failed(Failure.UNREACHABLE, "can't be read: " + secret.problem()));
      case FOLLOWED ->
          secret
              .object()
              .map(this::follow)
              .orElseGet(
                  () -> {
                    disconnect();
                    return failed(
                        Failure.NOT_FOUND,
                        "does not exist: istioctl create-remote-secret makes it");
                  });
    };
  }

  private SourceReading follow(Secret present) {
    Map<String, String> data = Objects.requireNonNullElse(present.getData(), Map.of());
    if (spec.secretKey().isEmpty() && data.size() != 1) {
      disconnect();
      return failed(
          Failure.NOT_FOUND,
          "has " + data.size() + " keys: name one in source.remoteCluster.secret.key");
    }
    String encoded = data.get(spec.secretKey().orElseGet(() -> data.keySet().iterator().next()));
    if (encoded == null) {
      disconnect();
      return failed(Failure.NOT_FOUND, "has no key " + spec.secretKey().orElseThrow());
    }
    String kubeconfig = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    if (connection.filter(found -> found.kubeconfig().equals(kubeconfig)).isEmpty()) {
      disconnect();
      RemoteKubeconfig.Outcome outcome = RemoteKubeconfig.parse(kubeconfig);
      if (outcome instanceof RemoteKubeconfig.Outcome.Refused refused) {
        return failed(Failure.KUBECONFIG_REFUSED, "is not used: " + refused.message());
      }
      RemoteAccess access = ((RemoteKubeconfig.Outcome.Usable) outcome).access();
      Optional<String> refusal = network.rule().refusalOfHost(access.host());
      if (refusal.isPresent()) {
        return failed(Failure.ADDRESS_REFUSED, "is not used: its server's " + refusal.get());
      }
      connect(kubeconfig, access);
    }
    return connection.orElseThrow().source().reading();
  }

  private void connect(String kubeconfig, RemoteAccess access) {
    KubernetesClient remote = access.connect(network);
    connection =
        Optional.of(
            new Connection(
                kubeconfig,
                remote,
                new ConfigMapSource(remote, spec.root(), spec.describe(), onChange)));
  }

  private void disconnect() {
    connection.ifPresent(Connection::close);
    connection = Optional.empty();
  }

  private Failed failed(Failure failure, String what) {
    return new Failed(
        failure, "Secret " + spec.secretNamespace() + "/" + spec.secretName() + " " + what);
  }

  @Override
  public synchronized void close() {
    secret.close();
    disconnect();
  }
}
