package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * Follows the root of another cluster: the Secret with its kubeconfig by one watch, and with what
 * that says, the remote ConfigMap by another. A changed Secret (a rotated token) makes a new
 * connection at the next reading; nothing needs a restart.
 */
final class RemoteClusterSource implements TrustSource {

  private final OutboundNetwork network;
  private final RemoteCluster spec;
  private final PemLimits limits;
  private final Runnable onChange;
  private final RemoteSecret secret;
  private Optional<Connection> connection = Optional.empty();

  /** A followed remote ConfigMap, and the access that it is reached with. */
  private record Connection(RemoteAccess access, KubernetesClient client, ConfigMapSource source)
      implements AutoCloseable {
    @Override
    public void close() {
      source.close();
      client.close();
    }
  }

  RemoteClusterSource(
      KubernetesClient local,
      OutboundNetwork network,
      RemoteCluster spec,
      PemLimits limits,
      Runnable onChange) {
    this.network = network;
    this.spec = spec;
    this.limits = limits;
    this.onChange = onChange;
    this.secret = new RemoteSecret(local, network.rule(), spec, onChange);
  }

  @Override
  public synchronized SourceReading reading() {
    RemoteSecret.Access access = secret.access();
    if (access instanceof RemoteSecret.Access.Usable usable) {
      if (connection.filter(present -> present.access() == usable.access()).isEmpty()) {
        disconnect();
        connect(usable.access());
      }
      return connection.orElseThrow().source().reading();
    }
    disconnect();
    return ((RemoteSecret.Access.None) access).why();
  }

  private void connect(RemoteAccess access) {
    KubernetesClient remote = access.connect(network);
    try {
      connection =
          Optional.of(
              new Connection(
                  access,
                  remote,
                  new ConfigMapSource(remote, spec.root(), spec.describe(), limits, onChange)));
    } catch (RuntimeException e) {
      // Tried again with each pass, and each client has threads and connections.
      remote.close();
      throw e;
    }
  }

  private void disconnect() {
    connection.ifPresent(Connection::close);
    connection = Optional.empty();
  }

  @Override
  public synchronized void close() {
    secret.close();
    disconnect();
  }
}
