package dev.rootbridge.it;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Rootbridge put into a pod, and the pod without it.
 *
 * @param pod as the API server stored it
 */
record InjectedPod(Pod pod) {

  private static final String VOLUME = "extra-certs";
  private static final String STATUS = "rootbridge.dev/status";
  private static final Set<String> VARIABLES =
      Set.of("ISTIO_META_EXTRA_ROOT_CERTS", "XDS_ROOT_CA", "CA_ROOT_CA");

  static Container proxyOf(Pod pod) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .filter(container -> container.getName().equals("istio-proxy"))
        .findFirst()
        .orElseThrow();
  }

  List<Volume> volumes() {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals(VOLUME))
        .toList();
  }

  List<VolumeMount> mounts() {
    return proxyOf(pod).getVolumeMounts().stream()
        .filter(mount -> mount.getName().equals(VOLUME))
        .toList();
  }

  List<EnvVar> variables() {
    return proxyOf(pod).getEnv().stream()
        .filter(variable -> VARIABLES.contains(variable.getName()))
        .toList();
  }

  /** What is said of it, in JSON; null if nothing is. */
  String status() {
    return pod.getMetadata().getAnnotations().get(STATUS);
  }

  /** The pod with all that it should have got taken out again. */
  Pod withoutInjection() {
    Pod rest = Serialization.clone(pod);
    rest.getMetadata().getAnnotations().remove(STATUS);
    rest.getSpec().getVolumes().removeAll(volumes());
    proxyOf(rest).getVolumeMounts().removeAll(mounts());
    proxyOf(rest).getEnv().removeAll(variables());
    return rest;
  }
}
