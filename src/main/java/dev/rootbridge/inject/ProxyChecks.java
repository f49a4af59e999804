package dev.rootbridge.inject;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proxies whose identity or roots don't come from istiod by the stock path. A file at {@code
 * /etc/certs} would break or mislead them, so they are left alone.
 */
final class ProxyChecks {

  private static final Set<String> WAYPOINT_MANAGERS =
      Set.of("istio.io-mesh-controller", "istio.io-eastwest-controller");
  private static final Set<String> WAYPOINT_CLASSES = Set.of("istio-waypoint", "istio-east-west");

  private ProxyChecks() {}

  /** The first reason to leave the proxy alone, if there is one. */
  static Optional<Finding> finding(
      PodView pod, ContainerView proxy, Map<String, EnvValue> environment) {
    return waypoint(pod, proxy)
        .or(() -> windows(pod))
        .or(() -> new EnvironmentChecks(proxy, environment).finding())
        .or(() -> new MountChecks(pod, proxy).finding());
  }

  private static Optional<Finding> waypoint(PodView pod, ContainerView proxy) {
    boolean waypoint =
        pod.label("gateway.istio.io/managed").filter(WAYPOINT_MANAGERS::contains).isPresent()
            || pod.label("gateway.networking.k8s.io/gateway-class-name")
                .filter(WAYPOINT_CLASSES::contains)
                .isPresent()
            || proxy.node().path("args").path(1).asText("").equals("waypoint");
    return Finding.when(
        waypoint,
        Reason.WAYPOINT,
        "ambient waypoints and east-west gateways can't be federated; use a sidecar or an ordinary"
            + " gateway");
  }

  private static Optional<Finding> windows(PodView pod) {
    return Finding.when(
        pod.isWindows(),
        Reason.WINDOWS_POD,
        "istio-proxy on Windows can't be federated; run the workload on Linux");
  }
}
