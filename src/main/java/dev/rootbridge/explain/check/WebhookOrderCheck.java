package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.ClusterFacts.WebhookFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import java.util.List;
import java.util.Optional;

/** API servers call webhooks by the names of their configurations: ours needs Istio's proxy. */
final class WebhookOrderCheck implements Check {

  private static final String ABOUT = "webhook order";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    Optional<WebhookFacts> ours = WebhookCheck.ours(facts).stream().findFirst();
    if (ours.isEmpty()) {
      return List.of();
    }
    List<String> injectors =
        facts.webhooks().seen().orElseThrow().stream()
            .filter(webhook -> webhook.name().endsWith("sidecar-injector.istio.io"))
            .map(WebhookFacts::configuration)
            .distinct()
            .sorted()
            .toList();
    if (injectors.isEmpty()) {
      return Check.one(
          ABOUT,
          new Warning("Istio's injector isn't registered: pods get no proxy", "istioctl install"));
    }
    String last = injectors.get(injectors.size() - 1);
    return Check.one(
        ABOUT,
        last.compareTo(ours.get().configuration()) < 0
            ? new Ok("called after " + String.join(", ", injectors))
            : new Failed(
                "called before "
                    + last
                    + ", so it sees no proxy until it is called again, if it is",
                "give the configuration a name that sorts after " + last));
  }
}
