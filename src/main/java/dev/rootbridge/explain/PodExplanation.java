package dev.rootbridge.explain;

import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.inject.Bundles;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.inject.InjectionRequest;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.NamespaceTrust;
import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.inject.Reason;
import dev.rootbridge.inject.Scope;
import dev.rootbridge.inject.ScopeSelection;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a pod trusts and why: from its namespace's label to the bundle that its proxy reads. */
public final class PodExplanation {

  private static final String DECISION = "decision";

  private final RunningPod pod;
  private final World.Namespace namespace;
  private final TrustFacts facts;
  private final Injection injection;
  private final Instant now;
  private final List<Observation> observations = new ArrayList<>();

  private PodExplanation(
      RunningPod pod,
      World.Namespace namespace,
      TrustFacts facts,
      Injection injection,
      Instant now) {
    this.pod = pod;
    this.namespace = namespace;
    this.facts = facts;
    this.injection = injection;
    this.now = now;
  }

  /**
   * Walks the whole way, or as far as it goes.
   *
   * @param injection what the webhook decides by
   */
  public static List<Observation> of(
      RunningPod pod,
      World.Namespace namespace,
      TrustFacts facts,
      Injection injection,
      Instant now) {
    PodExplanation explanation = new PodExplanation(pod, namespace, facts, injection, now);
    explanation.walk();
    return List.copyOf(explanation.observations);
  }

  private void walk() {
    SortedSet<TrustDomain> mayTrust = facts.mayTrust(namespace);
    if (!optedIn() || !selected(mayTrust)) {
      return;
    }
    ScopeSelection selection = ScopeSelection.of(pod.wish(), mayTrust, facts.federated());
    scope(selection);
    decidedThen();
    // Of one that is patched, the decision would speak of the patch itself.
    if (!(PodTrust.of(pod.object()) instanceof PodTrust.Patched) && !decidedNow(mayTrust)) {
      return;
    }
    observations.addAll(
        new BundleReading(
                pod, namespace, selection.scope(), selection.scope().configMapName(mayTrust))
            .observations());
    selection.scope().trustDomains().stream()
        .flatMap(domain -> facts.domain(domain).stream())
        .flatMap(domain -> DomainTrust.observations(domain, now).stream())
        .forEach(observations::add);
  }

  private boolean optedIn() {
    boolean isOptedIn = TrustFacts.isOptedIn(namespace);
    String label = InjectionContract.INJECTION_LABEL;
    say(
        "namespace",
        isOptedIn
            ? new Ok(namespace.name() + " has the label " + label + ": enabled")
            : new Failed(
                namespace.name()
                    + " has not opted in, so its workloads trust the local roots alone",
                "kubectl label namespace "
                    + namespace.name()
                    + " "
                    + label
                    + "=enabled; then restart its workloads"));
    return isOptedIn;
  }

  private boolean selected(SortedSet<TrustDomain> mayTrust) {
    say(
        "domains",
        mayTrust.isEmpty()
            ? new Failed(
                "no FederatedTrustDomain selects " + namespace.name(),
                "widen a namespaceSelector: kubectl edit ftd NAME; there "
                    + (facts.domains().isEmpty()
                        ? "is none"
                        : "are " + joined(facts.domains(), DomainFacts::name)))
            : new Ok(namespace.name() + " may trust " + joined(mayTrust, TrustDomain::name)));
    return !mayTrust.isEmpty();
  }

  private void scope(ScopeSelection selection) {
    Optional<String> wish = pod.wish();
    if (wish.isEmpty()) {
      return;
    }
    String asked = "rootbridge.dev/trust-domains: " + wish.get();
    String left = "is left " + (selection.scope().isEmpty() ? "nothing" : names(selection.scope()));
    say(
        "scope",
        selection.isPartial()
            ? new Warning(
                "of "
                    + asked
                    + " "
                    + left
                    + "; not allowed: "
                    + selection.forbidden()
                    + ", not federated: "
                    + selection.unknown(),
                "mend the annotation of the pod's template, or the namespaceSelector")
            : new Ok("of " + asked + " " + left));
  }

  /** What the webhook said when the pod was made. */
  private void decidedThen() {
    pod.annotation(InjectionContract.STATUS_ANNOTATION)
        .ifPresent(status -> say("when it was made", new Ok("the webhook said " + status)));
  }

  private boolean decidedNow(SortedSet<TrustDomain> mayTrust) {
    Bundles bundles =
        new Bundles(
            namespace.targets().keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> Bundles.Readiness.PUBLISHED)),
            Bundles.Readiness.EXPECTED);
    NamespaceTrust trust =
        new NamespaceTrust(
            namespace.name(), mayTrust, facts.federated(), bundles, Strictness.LENIENT);
    InjectionDecision decision =
        injection.decide(
            new InjectionRequest(pod.object(), namespace.name()),
            new NamespaceLookup.OptedIn(trust));
    Reason reason = decision.reason();
    if (decision instanceof InjectionDecision.Injected) {
      say(DECISION, new Ok("made now, it would be patched: " + reason.text()));
      return true;
    }
    boolean isMeant =
        reason == Reason.OPTED_OUT || reason == Reason.SCOPE_IS_NONE || reason == Reason.MIRROR_POD;
    String text = reason.code() + ": " + reason.text() + " It trusts the local roots alone";
    say(
        DECISION,
        isMeant
            ? new Warning(text, Optional.empty())
            : new Failed(
                text,
                reason == Reason.NO_PROXY
                    ? "have Istio inject it: kubectl label namespace "
                        + namespace.name()
                        + " istio-injection=enabled; then restart it"
                    : "change the pod's template, as the README says of " + reason.code()));
    return false;
  }

  private void say(String about, Outcome outcome) {
    observations.add(new Observation(about, outcome));
  }

  private static String names(Scope scope) {
    return joined(scope.trustDomains(), TrustDomain::name);
  }

  private static <T> String joined(Iterable<T> values, Function<T, String> name) {
    List<String> names = new ArrayList<>();
    values.forEach(value -> names.add(name.apply(value)));
    return String.join(", ", names);
  }
}
