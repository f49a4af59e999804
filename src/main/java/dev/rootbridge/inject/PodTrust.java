package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a pod that is there stands to the patch, whoever let it in. The annotation {@value
 * InjectionContract#STATUS_ANNOTATION} says what was decided once; this is what the pod has.
 */
public sealed interface PodTrust {

  /**
   * The ConfigMap that its volume of rendered bundles shows; as long as the pod is there, its
   * containers may read it.
   */
  Optional<String> mounts();

  /** There is no proxy that could read a bundle. */
  record NoProxy() implements PodTrust {
    @Override
    public Optional<String> mounts() {
      return Optional.empty();
    }
  }

  /** Its owner wants it left as it is, by a label. */
  record OptedOut(Optional<String> mounts) implements PodTrust {}

  /**
   * It can't be patched as long as it is made as it is.
   *
   * @param reason one that a pod is left alone or not touched for
   */
  record Unfit(Reason reason, Optional<String> mounts) implements PodTrust {}

  /** Its proxy doesn't read a rendered bundle, or isn't pinned to the local root. */
  record Unpatched(Optional<String> mounts) implements PodTrust {}

  /** Its proxy has all that the patch adds. */
  record Patched(String configMap) implements PodTrust {
    @Override
    public Optional<String> mounts() {
      return Optional.of(configMap);
    }
  }

  /** Looks at a whole pod, as the API server has it. */
  static PodTrust of(JsonNode pod) {
    Optional<PodView> view = PodView.of(pod);
    if (view.isEmpty()) {
      return new Unfit(Reason.MALFORMED_POD, Optional.empty());
    }
    return view.get().proxy().<PodTrust>map(proxy -> of(view.get(), proxy)).orElseGet(NoProxy::new);
  }

  private static PodTrust of(PodView pod, ContainerView proxy) {
    Optional<BundleVolume> volume = BundleVolume.in(pod);
    Optional<String> mounts = volume.map(BundleVolume::configMap);
    if (pod.isOptedOut()) {
      return new OptedOut(mounts);
    }
    if (!proxy.isShaped()) {
      return new Unfit(Reason.MALFORMED_POD, mounts);
    }
    if (pod.isMirror()) {
      return new Unfit(Reason.MIRROR_POD, mounts);
    }
    Map<String, EnvValue> environment = proxy.environment();
    ProxyEnvironment variables = new ProxyEnvironment(proxy, environment);
    Optional<Finding> unfit =
        ProxyChecks.finding(pod, proxy, environment)
            .or(
                () ->
                    volume
                        .orElseGet(() -> new BundleVolume(InjectionContract.CONFIG_MAP))
                        .conflict(pod))
            .or(variables::conflict);
    if (unfit.isPresent()) {
      return new Unfit(unfit.get().reason(), mounts);
    }
    if (volume.isPresent() && hasAll(proxy, variables)) {
      return new Patched(volume.get().configMap());
    }
    return conflictingMount(pod, proxy)
        .<PodTrust>map(conflict -> new Unfit(conflict.reason(), mounts))
        .orElseGet(() -> new Unpatched(mounts));
  }

  private static boolean hasAll(ContainerView proxy, ProxyEnvironment variables) {
    PodPatch missing = new PodPatch();
    BundleMounts.ofProxy(proxy).addMissing(missing);
    variables.addMissing(missing);
    return missing.toJson().isEmpty();
  }

  private static Optional<Finding> conflictingMount(PodView pod, ContainerView proxy) {
    return Stream.concat(
            Stream.of(BundleMounts.ofProxy(proxy)),
            FurtherContainers.of(pod).found().stream().map(BundleMounts::ofFurther))
        .flatMap(mounts -> mounts.conflict().stream())
        .findFirst();
  }
}
