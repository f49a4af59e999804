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

  /** Who may call the webhook for it: {@code none}, {@code token-review} or {@code mtls}. */
  @WithDefault("none")
  String callerAuth();

  /** The audiences, of which a caller's token must be meant for one. */
  Optional<List<String>> audiences();

  /** User names, or common names of client certificates. */
  Optional<List<String>> allowedCallers();

  /** One key of a ConfigMap. */
  interface Root {
    @WithDefault("istio-system")
    String namespace();

    @WithDefault("istio-ca-root-cert")
    String name();

    @WithDefault("root-cert.pem")
    String key();
  }

  /** A Secret of the cluster that Rootbridge runs in. */
  interface Secret {
    @WithDefault("istio-system")
    String namespace();

    Optional<String> name();

    /** The data key; not needed where there is just one. */
    Optional<String> key();
  }
}
