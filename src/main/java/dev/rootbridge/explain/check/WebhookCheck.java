package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.ClusterFacts.WebhookFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.View;
import java.util.List;

/** Whether API servers know the webhook, and call it again after Istio's. */
final class WebhookCheck implements Check {

  private static final String CONFIGURATION = "rootbridge.dev";
  private static final String ABOUT = "webhook";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    if (facts.webhooks() instanceof View.Unseen<List<WebhookFacts>> unseen) {
      return Check.unseen(ABOUT, unseen.why());
    }
    List<WebhookFacts> ours = ours(facts);
    if (ours.isEmpty()) {
      return Check.one(
          ABOUT,
          new Failed(
              "there is no MutatingWebhookConfiguration " + CONFIGURATION + ": no pod is patched",
              "kubectl apply -f webhook-config/webhook.yaml, or helm upgrade"));
    }
    WebhookFacts first = ours.get(0);
    return Check.one(
        ABOUT,
        first.reinvocationPolicy().equals("IfNeeded")
            ? new Ok("registered, failurePolicy " + first.failurePolicy())
            : new Warning(
                "its reinvocationPolicy is "
                    + first.reinvocationPolicy()
                    + ": a webhook that changes the pod later can undo the patch",
                "set it to IfNeeded in MutatingWebhookConfiguration " + CONFIGURATION));
  }

  static List<WebhookFacts> ours(ClusterFacts facts) {
    return facts.webhooks().seen().orElse(List.of()).stream().filter(WebhookFacts::isOurs).toList();
  }
}
