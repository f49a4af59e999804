package dev.rootbridge.sync;

import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.inject.Scope;
import dev.rootbridge.inject.ScopeSelection;
import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.sync.World.Pod;
import dev.rootbridge.trust.TrustDomain;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the pods of an opted-in namespace that don't trust what they should: the webhook sees pods
 * once, and what it decided then may be overtaken.
 */
final class PodDetector {

  private final World.Namespace namespace;
  private final SyncPlan.Namespace planned;
  private final ScopesInUse scopes;
  private final Set<TrustDomain> federated;
  private final Map<Optional<String>, Scope> wanted = new HashMap<>();

  /**
   * @param planned what the namespace gets
   * @param federated all federated trust domains
   */
  PodDetector(
      World.Namespace namespace,
      SyncPlan.Namespace planned,
      ScopesInUse scopes,
      Set<TrustDomain> federated) {
    this.namespace = namespace;
    this.planned = planned;
    this.scopes = scopes;
    this.federated = federated;
  }

  /** By owner and name. Where nothing may be trusted, nothing is missed. */
  List<MissedPod> missed() {
    if (planned.mayTrust().isEmpty()) {
      return List.of();
    }
    return namespace.pods().stream()
        .filter(pod -> pod.phase() == World.Phase.ACTIVE)
        .flatMap(pod -> missed(pod).stream())
        .sorted(Comparator.comparing(MissedPod::owner).thenComparing(MissedPod::pod))
        .toList();
  }

  private Optional<MissedPod> missed(Pod pod) {
    Scope scope = wanted.computeIfAbsent(pod.wish(), this::scopeOf);
    if (pod.trust() instanceof PodTrust.Patched patched) {
      return patched(pod, patched.configMap(), scope);
    }
    if (scope.isEmpty()) {
      return Optional.empty();
    }
    if (pod.trust() instanceof PodTrust.Unfit unfit) {
      return Optional.of(
          new MissedPod(
              namespace.name(),
              pod.name(),
              pod.owner(),
              MissedReason.CANNOT_BE_FEDERATED,
              unfit.reason().code(),
              scope.trustDomains(),
              withoutFullStop(unfit.reason().text()),
              "change the pod's template, or label it rootbridge.dev/inject: \"false\" where that is"
                  + " meant"));
    }
    return pod.trust() instanceof PodTrust.Unpatched
        ? overLimit(pod, scope).or(() -> Optional.of(unpatched(pod, scope)))
        : Optional.empty();
  }

  private Scope scopeOf(Optional<String> wish) {
    return ScopeSelection.of(wish, planned.mayTrust(), federated).scope();
  }

  private Optional<MissedPod> patched(Pod pod, String mounts, Scope scope) {
    return overLimit(pod, scope)
        .or(() -> otherScope(pod, mounts, scope))
        .or(() -> history(pod, mounts, scope));
  }

  private Optional<MissedPod> overLimit(Pod pod, Scope scope) {
    return Optional.of(nameOf(scope))
        .filter(name -> scopes.overLimit().contains(name))
        .map(
            name ->
                missed(
                    pod,
                    MissedReason.TOO_MANY_SCOPES,
                    scope,
                    "The one too many is " + names(scope),
                    "let the namespace's workloads share scopes, or raise"
                        + " rootbridge.sync.max-scopes; then "));
  }

  private MissedPod unpatched(Pod pod, Scope scope) {
    return missed(pod, MissedReason.NOT_PATCHED, scope, "", beforeRestarting(pod, nameOf(scope)));
  }

  /** What would make a restart be in vain. */
  private String beforeRestarting(Pod pod, String configMap) {
    Optional<String> copied = pod.mounts().filter(mounted -> !mounted.equals(configMap));
    if (copied.isPresent()) {
      return "drop the volume extra-certs of ConfigMap "
          + copied.get()
          + " from its template; then ";
    }
    return planned.targets().stream()
        .filter(target -> target.name().equals(configMap))
        .filter(target -> target.presence() == SyncPlan.Presence.ABSENT)
        .map(target -> "first its bundle must be there: " + target.message() + "; then ")
        .findFirst()
        .orElse("");
  }

  private Optional<MissedPod> otherScope(Pod pod, String mounts, Scope scope) {
    Optional<Scope> read = read(mounts);
    if (read.filter(scope::equals).isPresent()) {
      return Optional.empty();
    }
    TreeSet<TrustDomain> concerned = new TreeSet<>(scope.trustDomains());
    read.ifPresent(found -> concerned.addAll(found.trustDomains()));
    String detail =
        "It should trust "
            + names(scope)
            + " and reads ConfigMap "
            + mounts
            + read.map(found -> ", which is for " + names(found))
                .orElse(", which isn't kept for any pod");
    return Optional.of(missed(pod, MissedReason.OTHER_SCOPE, new Scope(concerned), detail, ""));
  }

  /** What the ConfigMap holds by now; empty if it isn't kept. */
  private Optional<Scope> read(String mounts) {
    if (mounts.equals(InjectionContract.CONFIG_MAP)) {
      return Optional.of(new Scope(planned.mayTrust()));
    }
    return Optional.ofNullable(scopes.wanted().get(mounts))
        .or(
            () ->
                existing(mounts)
                    .flatMap(target -> Optional.ofNullable(scopes.shrunk().get(mounts))));
  }

  private Optional<MissedPod> history(Pod pod, String mounts, Scope scope) {
    return existing(mounts)
        .flatMap(target -> ProxyHistory.finding(pod, mounts, target))
        .map(finding -> missed(pod, finding.reason(), scope, finding.detail(), ""));
  }

  private Optional<ExistingTarget> existing(String name) {
    return Optional.ofNullable(namespace.targets().get(name))
        .filter(target -> target.owner() == World.Owner.ROOTBRIDGE);
  }

  private MissedPod missed(
      Pod pod, MissedReason reason, Scope concerned, String detail, String first) {
    return new MissedPod(
        namespace.name(),
        pod.name(),
        pod.owner(),
        reason,
        reason.code(),
        concerned.trustDomains(),
        detail,
        first + pod.owner().restart(namespace.name(), pod.name()));
  }

  private String nameOf(Scope scope) {
    return scope.configMapName(planned.mayTrust());
  }

  private static String names(Scope scope) {
    return scope.isEmpty()
        ? "no federated domain"
        : scope.trustDomains().stream().map(TrustDomain::name).collect(Collectors.joining(", "));
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
