package dev.rootbridge.kube;

import dev.rootbridge.explain.RemoteFacts.Callers;
import dev.rootbridge.explain.RemoteFacts.Use;
import dev.rootbridge.explain.RemoteFacts.Visit;
import dev.rootbridge.explain.View;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks another cluster's API server what Rootbridge needs of it; changes nothing there. */
final class RemoteVisit {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** As {@code webhook-config/remote/rbac.yaml} grants them. */
  private static final Map<String, List<String>> OF_SERVED =
      Map.of(
          "namespaces", List.of("list", "watch"),
          "pods", List.of("list", "watch"),
          "configmaps", List.of("list", "watch", "create", "patch", "delete"),
          "deployments.apps", List.of("list", "watch"),
          "statefulsets.apps", List.of("list", "watch"),
          "daemonsets.apps", List.of("list", "watch"),
          "jobs.batch", List.of("list", "watch"),
          "cronjobs.batch", List.of("list", "watch"));

  private final KubernetesClient client;
  private final RemoteCluster place;

  private RemoteVisit(KubernetesClient client, RemoteCluster place) {
    this.client = client;
    this.place = place;
  }

  static Visit of(Use use, RemoteCluster place, RemoteAccess access, OutboundNetwork network) {
    try (KubernetesClient client = access.connect(network)) {
      RemoteVisit visit = new RemoteVisit(client, place);
      return new Visit.Entered(visit.root(), visit.lacking(use), visit.unreviewed(use, access));
    } catch (KubernetesClientException e) {
      return e.getCode() == UNAUTHORIZED
          ? new Visit.TurnedAway()
          : new Visit.Unreached(WatchedObject.describe(e));
    }
  }

  private SourceReading root() {
    ConfigMapKey where = place.root();
    ConfigMap found;
    try {
      found = client.configMaps().inNamespace(where.namespace()).withName(where.name()).get();
    } catch (KubernetesClientException e) {
      if (e.getCode() != FORBIDDEN) {
        throw e;
      }
      return new Failed(Failure.UNREACHABLE, where.describe() + " there may not be read");
    }
    if (found == null) {
      return new Failed(Failure.NOT_FOUND, where.describe() + ": there is no such ConfigMap there");
    }
    String pem =
        Objects.requireNonNullElse(found.getData(), Map.<String, String>of()).get(where.key());
    return pem == null
        ? new Failed(Failure.NOT_FOUND, where.describe() + ": the ConfigMap there has no such key")
        : PemReading.of(pem, PemLimits.DEFAULTS, where.describe());
  }

  private View<List<String>> lacking(Use use) {
    List<String> lacking = new ArrayList<>();
    try {
      for (Right right : needed(use).toList()) {
        if (!right.isHeldBy(client)) {
          lacking.add(right.toString());
        }
      }
    } catch (KubernetesClientException e) {
      return new View.Unseen<>("its rights can't be asked: " + WatchedObject.describe(e));
    }
    return View.of(List.copyOf(lacking));
  }

  private Stream<Right> needed(Use use) {
    ConfigMapKey root = place.root();
    return use instanceof Use.Source
        ? Stream.of("get", "list", "watch")
            .map(verb -> new Right(verb, "", "configmaps", root.namespace(), root.name()))
        : OF_SERVED.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(
                resource ->
                    resource.getValue().stream().map(verb -> served(verb, resource.getKey())));
  }

  private static Right served(String verb, String resource) {
    int dot = resource.indexOf('.');
    return dot < 0
        ? new Right(verb, "", resource, "", "")
        : new Right(verb, resource.substring(dot + 1), resource.substring(0, dot), "", "");
  }

  /** By the access's own token: whoever may have that reviewed may have any. */
  private Optional<String> unreviewed(Use use, RemoteAccess access) {
    if (!(use instanceof Use.Served served) || !(served.callers() instanceof Callers.Tokens)) {
      return Optional.empty();
    }
    try {
      TokenUser.of(
          client, Objects.requireNonNullElse(access.config().getOauthToken(), "none"), List.of());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(WatchedObject.describe(e));
    }
  }
}
