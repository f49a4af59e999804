package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The access to another cluster that a Secret of this one holds. It follows the Secret: a rotated
 * token makes a new access, and nothing needs a restart.
 */
final class RemoteSecret implements AutoCloseable {

  private final AddressRule addresses;
  private final RemoteCluster spec;
  private final WatchedObject<Secret> secret;
  private Optional<Parsed> parsed = Optional.empty();

  private record Parsed(String kubeconfig, Access access) {}

  /** What the Secret comes to. */
  sealed interface Access {
    /** Another object for each change of the Secret's kubeconfig. */
    record Usable(RemoteAccess access) implements Access {}

    /** There is none; the failure says what is wrong with the Secret. */
    record None(Failed why) implements Access {}
  }

  /**
   * @param addresses where the cluster's API server may be
   */
  RemoteSecret(
      KubernetesClient home, AddressRule addresses, RemoteCluster spec, Runnable onChange) {
    this.addresses = addresses;
    this.spec = spec;
    this.secret =
        new WatchedObject<>(
            home.secrets().inNamespace(spec.secretNamespace()).withName(spec.secretName()),
            spec.secretNamespace(),
            spec.secretName(),
            onChange);
  }

  /** What it holds now, from memory. */
  synchronized Access access() {
    return switch (secret.state()) {
      case STARTING -> none(Failure.NOT_YET_READ, "has not been read yet");
      // An API server of our own that is away says nothing against the remote one.
      case LOST ->
          parsed
              .map(Parsed::access)
              .orElseGet(() -> none(Failure.UNREACHABLE, "can't be read: " + secret.problem()));
      case FOLLOWED ->
          secret
              .object()
              .map(this::parse)
              .orElseGet(
                  () -> {
                    parsed = Optional.empty();
                    return none(
                        Failure.NOT_FOUND,
                        "does not exist: istioctl create-remote-secret makes it");
                  });
    };
  }

  private Access parse(Secret present) {
    Map<String, String> data = Objects.requireNonNullElse(present.getData(), Map.of());
    if (spec.secretKey().isEmpty() && data.size() != 1) {
      parsed = Optional.empty();
      return none(
          Failure.NOT_FOUND, "has " + data.size() + " keys: name the one to use (secret.key)");
    }
    String encoded = data.get(spec.secretKey().orElseGet(() -> data.keySet().iterator().next()));
    if (encoded == null) {
      parsed = Optional.empty();
      return none(Failure.NOT_FOUND, "has no key " + spec.secretKey().orElseThrow());
    }
    String kubeconfig = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    if (parsed.filter(known -> known.kubeconfig().equals(kubeconfig)).isEmpty()) {
      parsed = Optional.of(new Parsed(kubeconfig, read(kubeconfig)));
    }
    return parsed.get().access();
  }

  private Access read(String kubeconfig) {
    RemoteKubeconfig.Outcome outcome = RemoteKubeconfig.parse(kubeconfig);
    if (outcome instanceof RemoteKubeconfig.Outcome.Refused refused) {
      return none(Failure.KUBECONFIG_REFUSED, "is not used: " + refused.message());
    }
    RemoteAccess access = ((RemoteKubeconfig.Outcome.Usable) outcome).access();
    return addresses
        .refusalOfHost(access.host())
        .map(why -> none(Failure.ADDRESS_REFUSED, "is not used: its server's " + why))
        .orElseGet(() -> new Access.Usable(access));
  }

  private Access none(Failure failure, String what) {
    return new Access.None(
        new Failed(
            failure, "Secret " + spec.secretNamespace() + "/" + spec.secretName() + " " + what));
  }

  @Override
  public void close() {
    secret.close();
  }
}
