package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Volumes of the proxy that bring it identity or roots from elsewhere. */
final class MountChecks {

  private static final MountPath AGENT_CERTS = MountPath.of(InjectionContract.AGENT_CERTS_PATH);
  private static final MountPath LOCAL_ROOT = MountPath.of(InjectionContract.LOCAL_ROOT_PATH);
  private static final MountPath WORKLOAD_SOCKET =
      MountPath.of("/var/run/secrets/workload-spiffe-uds");
  private static final MountPath WORKLOAD_CERTIFICATES =
      MountPath.of("/var/run/secrets/workload-spiffe-credentials");

  private final PodView pod;
  private final ContainerView proxy;

  MountChecks(PodView pod, ContainerView proxy) {
    this.pod = pod;
    this.proxy = proxy;
  }

  Optional<Finding> finding() {
    boolean localRoot = false;
    for (Mount mount : proxy.mounts()) {
      Optional<Finding> finding =
          agentCerts(mount).or(() -> workloadSocket(mount)).or(() -> workloadCertificates(mount));
      if (finding.isPresent()) {
        return finding;
      }
      localRoot |= mount.path().equals(LOCAL_ROOT);
    }
    return Finding.when(
        !localRoot,
        Reason.NO_LOCAL_ROOT,
        "istio-proxy mounts nothing at /var/run/secrets/istio to pin istiod's root to; set Istio's"
            + " pilotCertProvider to istiod");
  }

  private static Optional<Finding> agentCerts(Mount mount) {
    return Finding.when(
        mount.path().overlaps(AGENT_CERTS) && !mount.isSameAs(BundleMounts.AGENT_CERTS),
        Reason.ETC_CERTS_MOUNTED,
        "istio-proxy mounts {} at {}; move it away from /etc/certs",
        mount.volume(),
        mount.raw());
  }

  private Optional<Finding> workloadSocket(Mount mount) {
    return Finding.when(
        mount.path().equals(WORKLOAD_SOCKET) && isForeign(mount),
        Reason.FOREIGN_WORKLOAD_SOCKET,
        "volume {} at the workload socket isn't Istio's; federate in the agent that serves it"
            + " (SPIRE)",
        mount.volume());
  }

  private Optional<Finding> workloadCertificates(Mount mount) {
    return Finding.when(
        mount.path().equals(WORKLOAD_CERTIFICATES) && isForeign(mount),
        Reason.FOREIGN_WORKLOAD_CERTIFICATES,
        "volume {} of workload certificates isn't Istio's; federate in the agent that fills it",
        mount.volume());
  }

  /** Istio's own volume is an emptyDir; one without any source is taken for one. */
  private boolean isForeign(Mount mount) {
    Optional<JsonNode> volume = pod.volume(mount.volume());
    return volume.isEmpty()
        || volume.get().properties().stream()
            .anyMatch(
                field ->
                    !field.getKey().equals("name")
                        && !field.getKey().equals("emptyDir")
                        && !field.getValue().isNull());
  }
}
