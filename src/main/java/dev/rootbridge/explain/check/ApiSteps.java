package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ApiFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Unknown;
import dev.rootbridge.explain.View;
import java.util.List;
import java.util.Optional;

/** Whether there is something to examine at all. */
public final class ApiSteps {

  private ApiSteps() {}

  /** A line each, before all others. */
  public static List<Observation> of(ApiFacts facts) {
    return List.of(
        new Observation("API server", version(facts.version())),
        new Observation("CRD", crd(facts.served())));
  }

  private static Outcome version(View<String> version) {
    return version instanceof View.Unseen<String> unseen
        ? new Unknown("it answers; its version isn't told: " + unseen.why(), Optional.empty())
        : new Ok("it answers, Kubernetes " + version.seen().orElseThrow());
  }

  private static Outcome crd(View<Optional<String>> served) {
    if (served instanceof View.Unseen<Optional<String>> unseen) {
      return new Unknown(unseen.why(), Optional.empty());
    }
    return served
        .seen()
        .orElseThrow()
        .<Outcome>map(version -> new Ok("FederatedTrustDomains are served as " + version))
        .orElseGet(
            () ->
                new Failed(
                    "no FederatedTrustDomains are served in a version that this command knows, and"
                        + " nothing else was looked at: Rootbridge isn't installed, or is another"
                        + " release",
                    "kubectl apply -f webhook-config/crd/federatedtrustdomains.rootbridge.dev.yaml,"
                        + " or helm upgrade"));
  }
}
