package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceSpec.SecretKey;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Follows one key of one Secret of this cluster by a watch; see {@link SecretRule} for which. */
final class SecretSource implements TrustSource {

  private final SecretKey where;
  private final PemLimits limits;
  private final WatchedObject<Secret> watched;

  SecretSource(KubernetesClient client, SecretKey where, PemLimits limits, Runnable onChange) {
    this.where = where;
    this.limits = limits;
    this.watched =
        new WatchedObject<>(
            client.secrets().inNamespace(where.namespace()).withName(where.name()),
            where.namespace(),
            where.name(),
            onChange);
  }

  @Override
  public SourceReading reading() {
    return switch (watched.state()) {
      case STARTING ->
          new Failed(Failure.NOT_YET_READ, where.describe() + " has not been read yet");
      case LOST -> watched.failed(where.describe());
      case FOLLOWED ->
          watched
              .object()
              .map(this::read)
              .orElseGet(
                  () ->
                      new Failed(
                          Failure.NOT_FOUND, where.describe() + ": there is no such Secret"));
    };
  }

  private SourceReading read(Secret secret) {
    Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
    Optional<String> refusal =
        SecretRule.refusal(
            where.name(), Objects.requireNonNullElse(secret.getType(), ""), data.keySet());
    if (refusal.isPresent()) {
      return new Failed(
          Failure.SECRET_REFUSED,
          where.describe()
              + " is not used: "
              + refusal.get()
              + "; put the root certificates into a ConfigMap, or a Secret of their own");
    }
    String encoded = data.get(where.key());
    return encoded == null
        ? new Failed(Failure.NOT_FOUND, where.describe() + ": the Secret has no such key")
        : PemReading.of(
            new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8),
            limits,
            where.describe());
  }

  @Override
  public void close() {
    watched.close();
  }
}
