package dev.rootbridge.inject;

import dev.rootbridge.inject.Bundles.Readiness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The decision about a pod that has a proxy, in a namespace that opted in. */
final class ProxyDecision {

  private final PodView pod;
  private final ContainerView proxy;
  private final NamespaceTrust trust;
  private final InjectorVersion version;
  private final Map<String, EnvValue> environment;
  private final FurtherContainers further;
  private final ScopeSelection selection;
  private final LeftOut leftOut;

  ProxyDecision(PodView pod, ContainerView proxy, NamespaceTrust trust, InjectorVersion version) {
    this.pod = pod;
    this.proxy = proxy;
    this.trust = trust;
    this.version = version;
    this.environment = proxy.environment();
    this.further = FurtherContainers.of(pod);
    this.selection =
        ScopeSelection.of(
            pod.annotation(InjectionContract.TRUST_DOMAINS_ANNOTATION),
            trust.mayTrust(),
            trust.federated());
    this.leftOut = new LeftOut(selection, further.unknown());
  }

  InjectionDecision decide() {
    Optional<Finding> unfit = ProxyChecks.finding(pod, proxy, environment);
    if (unfit.isPresent()) {
      return leftAlone(unfit.get());
    }
    if (trust.strictness() == Strictness.STRICT && selection.isPartial()) {
      return new InjectionDecision.Denied(
          Reason.TRUST_DOMAIN_NOT_ALLOWED, leftOut.trustDomainMessage());
    }
    if (selection.scope().isEmpty()) {
      return nothingToTrust();
    }
    String configMap = selection.scope().configMapName(trust.mayTrust());
    BundleVolume volume = new BundleVolume(configMap);
    Optional<Finding> conflict = conflict(volume);
    if (conflict.isPresent()) {
      return leftAlone(conflict.get());
    }
    Readiness readiness = trust.bundles().readiness(configMap);
    // A volume of ours that is there was decided about a moment ago: its mounts must follow.
    if (!readiness.canBeMounted() && volume.isMissing(pod)) {
      return leftAlone(readiness == Readiness.NO_ROOM ? noRoom() : notReady(configMap));
    }
    return inject(volume, readiness);
  }

  private Finding noRoom() {
    return Finding.of(
        Reason.TOO_MANY_SCOPES,
        "namespace {} has as many scopes as it may; let workloads share one, or raise"
            + " rootbridge.sync.max-scopes",
        trust.namespace());
  }

  private static Finding notReady(String configMap) {
    return Finding.of(
        Reason.BUNDLE_NOT_READY,
        "ConfigMap {} doesn't exist and nobody writes it now; check Rootbridge, then make the pod"
            + " anew",
        configMap);
  }

  private InjectionDecision nothingToTrust() {
    if (selection.wish() == ScopeSelection.Wish.NONE) {
      return leftAlone(Reason.SCOPE_IS_NONE, Stream.empty());
    }
    if (trust.mayTrust().isEmpty()) {
      return leftAlone(
          Finding.of(
              Reason.NAMESPACE_NOT_SELECTED,
              "no FederatedTrustDomain selects namespace {}; adapt a namespaceSelector",
              trust.namespace()));
    }
    return leftAlone(
        Finding.of(
            Reason.SCOPE_IS_EMPTY,
            InjectionContract.TRUST_DOMAINS_ANNOTATION
                + " names none that the namespace may trust; correct it, drop it or write none"));
  }

  private Optional<Finding> conflict(BundleVolume volume) {
    return volume
        .conflict(pod)
        .or(new ProxyEnvironment(proxy, environment)::conflict)
        .or(this::scopeLabelConflict)
        .or(() -> mounts().flatMap(mounts -> mounts.conflict().stream()).findFirst());
  }

  /** Replacing it could take the pod from the ReplicaSet that selects by it. */
  private Optional<Finding> scopeLabelConflict() {
    Optional<String> present = pod.label(InjectionContract.SCOPE_LABEL);
    return Finding.when(
        isScoped() && present.isPresent() && !present.get().equals(selection.scope().hash()),
        Reason.SCOPE_LABEL_CONFLICT,
        "the pod has another label rootbridge.dev/scope; drop it from the template, Rootbridge sets"
            + " it");
  }

  private InjectionDecision inject(BundleVolume volume, Readiness readiness) {
    Reason reason = leftOut.isEmpty() ? Reason.INJECTED : Reason.INJECTED_IN_PART;
    PodPatch patch = new PodPatch();
    if (isScoped()) {
      patch.put(
          "/metadata/labels",
          pod.labels(),
          InjectionContract.SCOPE_LABEL,
          selection.scope().hash());
    }
    Stream<Warning> omitted = annotate(reason, Optional.of(selection.scope()), patch);
    if (volume.isMissing(pod)) {
      patch.append("/spec/volumes", pod.spec().path("volumes"), List.of(volume.toJson(readiness)));
    }
    new ProxyEnvironment(proxy, environment).addMissing(patch);
    mounts().forEach(mounts -> mounts.addMissing(patch));
    return new InjectionDecision.Injected(
        reason,
        patch.toJson(),
        selection.scope(),
        Stream.concat(leftOut.warnings().stream(), omitted).toList());
  }

  private Stream<BundleMounts> mounts() {
    return Stream.concat(
        Stream.of(BundleMounts.ofProxy(proxy)),
        further.found().stream().map(BundleMounts::ofFurther));
  }

  private boolean isScoped() {
    return !selection.scope().trustDomains().equals(trust.mayTrust());
  }

  private InjectionDecision leftAlone(Finding finding) {
    return leftAlone(finding.reason(), Stream.of(finding.warning()));
  }

  private InjectionDecision leftAlone(Reason reason, Stream<Warning> first) {
    PodPatch patch = new PodPatch();
    Stream<Warning> omitted = annotate(reason, Optional.empty(), patch);
    List<Warning> warnings =
        Stream.of(first, leftOut.warnings().stream(), omitted)
            .flatMap(Function.identity())
            .toList();
    return new InjectionDecision.LeftAlone(reason, patch.toJson(), warnings);
  }

  private Stream<Warning> annotate(Reason reason, Optional<Scope> scope, PodPatch patch) {
    return new Status(reason, scope, leftOut.names(), version).annotate(pod, patch).stream();
  }
}
