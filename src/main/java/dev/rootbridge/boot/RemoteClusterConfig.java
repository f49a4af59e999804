package dev.rootbridge.boot;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * A remote cluster, below {@code rootbridge.remote-clusters.<name>}. What is required or has a form
 * is checked by {@link RemoteClusterReader}, so that all mistakes are told at once.
 */
interface RemoteClusterConfig {

  /** Where its kubeconfig lies. */
  Secret secret();

  /** The ConfigMap, there, with the root that its workloads have. */
  Root root();

  /**
   * How callers of {@code /inject/cluster/<name>/net/<network>} are known: {@code none}, {@code
   * token-review} or {@code mtls}.
   */
  @WithDefault("none")
  String callerAuth();

  /** With {@code token-review}: a token must be for one of these. */
  Optional<List<String>> audiences();

  /**
   * With {@code token-review}: user names, such as {@code
   * system:serviceaccount:istio-system:api-server}; with {@code mtls}: common names.
   */
  Optional<List<String>> allowedCallers();

  /** One key of a ConfigMap. */
  interface Root {
    /** The namespace there of the ConfigMap with the root of its workloads. */
    @WithDefault("istio-system")
    String namespace();

    /** Its name. */
    @WithDefault("istio-ca-root-cert")
    String name();

    /** The key that holds it. */
    @WithDefault("root-cert.pem")
    String key();
  }

  /** A Secret of the cluster that Rootbridge runs in. */
  interface Secret {
    /** Where the Secret lies, here. */
    @WithDefault("istio-system")
    String namespace();

    /** The Secret with the kubeconfig. Required. */
    Optional<String> name();

    /** Its key with the kubeconfig; not needed where there is just one. */
    Optional<String> key();
  }
}
