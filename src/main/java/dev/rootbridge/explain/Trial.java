package dev.rootbridge.explain;

import dev.rootbridge.explain.ClusterFacts.WebhookFacts;
import dev.rootbridge.sync.World;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What became of a pod that was put through admission and not stored. */
public sealed interface Trial {

  /**
   * It came through.
   *
   * @param status what our webhook wrote into it; empty if it wrote nothing
   */
  record Admitted(String namespace, Optional<String> status) implements Trial {}

  /**
   * It was refused, by whomever.
   *
   * @param words the API server's
   */
  record Refused(String namespace, String words) implements Trial {}

  /**
   * The caller may make no pods.
   *
   * @param namespace one where that right would do
   */
  record NotAllowed(String namespace) implements Trial {}

  /** There is no namespace that our webhook is called for. */
  record Nowhere() implements Trial {}

  /**
   * The namespaces to try it in, best first: those that are to trust somebody and have their bundle
   * tell most.
   *
   * @param webhooks which namespaces are left out by how ours is registered
   */
  static List<String> places(TrustFacts trust, View<List<WebhookFacts>> webhooks) {
    List<WebhookFacts> ours =
        webhooks.seen().orElse(List.of()).stream().filter(WebhookFacts::isOurs).toList();
    return trust.namespaces().stream()
        .filter(TrustFacts::isOptedIn)
        .filter(namespace -> namespace.phase() == World.Phase.ACTIVE)
        .filter(
            namespace ->
                ours.isEmpty()
                    || ours.stream()
                        .anyMatch(webhook -> webhook.namespaces().matches(namespace.labels())))
        .sorted(
            Comparator.comparing((World.Namespace namespace) -> trust.mayTrust(namespace).isEmpty())
                .thenComparing(namespace -> namespace.targets().isEmpty())
                .thenComparing(World.Namespace::name))
        .map(World.Namespace::name)
        .toList();
  }
}
