package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** A client of the cluster behind a Secret, made anew when the Secret changes. */
final class RemoteClient implements AutoCloseable {

  private final OutboundNetwork network;
  private final RemoteSecret secret;
  private Optional<Open> open = Optional.empty();

  private record Open(RemoteAccess access, KubernetesClient client) {}

  RemoteClient(KubernetesClient home, OutboundNetwork network, RemoteCluster spec) {
    this.network = network;
    this.secret = new RemoteSecret(home, network.rule(), spec, () -> {});
  }

  /** Empty while the Secret gives no access. */
  synchronized Optional<KubernetesClient> current() {
    if (secret.access() instanceof RemoteSecret.Access.Usable usable) {
      if (open.filter(present -> present.access() == usable.access()).isEmpty()) {
        disconnect();
        open = Optional.of(new Open(usable.access(), usable.access().connect(network)));
      }
    } else {
      disconnect();
    }
    return open.map(Open::client);
  }

  private void disconnect() {
    open.ifPresent(present -> present.client().close());
    open = Optional.empty();
  }

  @Override
  public synchronized void close() {
    secret.close();
    disconnect();
  }
}
