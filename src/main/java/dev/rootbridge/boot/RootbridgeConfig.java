package dev.rootbridge.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings, as {@code rootbridge.*} properties or {@code ROOTBRIDGE_*} variables. */
@ConfigMapping(prefix = "rootbridge")
interface RootbridgeConfig {

  /** Which cluster is served. */
  @WithDefault("kubeconfig")
  ClusterKind cluster();

  /** The namespace that Rootbridge runs in. */
  @WithDefault("rootbridge-system")
  String namespace();

  /** This replica's name; the pod's, by what Kubernetes sets. */
  @WithDefault("${HOSTNAME:rootbridge}")
  String instance();

  /** This cluster's side of the federation. */
  Local local();

  /** The sync loop. */
  Sync sync();

  /** The admission webhook. */
  Injection injection();

  /** Where the served cluster comes from. */
  enum ClusterKind {
    /** The pod's service account, or the user's kubeconfig. */
    KUBECONFIG,
    /** Two clusters in memory, to try things; in dev mode only. */
    EMBEDDED
  }

  /** This cluster's trust domain and root. */
  interface Local {
    /** The trust domain of this cluster's mesh, as its MeshConfig has it. Never guessed. */
    String trustDomain();

    /** The ConfigMap with this cluster's own root certificates. */
    Root root();

    /** How long a local root that left its source stays in the bundles. */
    @WithDefault("25h")
    Duration overlap();

    /** One key of a ConfigMap. */
    interface Root {
      @WithDefault("istio-system")
      String namespace();

      @WithDefault("istio-ca-root-cert")
      String name();

      @WithDefault("root-cert.pem")
      String key();
    }
  }

  /** How the sync loop works. */
  interface Sync {
    /** How often a pass is made without a change. */
    @WithDefault("10s")
    Duration resync();

    /** How many ConfigMaps are written at once. */
    @WithDefault("8")
    int writers();

    /** How many scopes a namespace may have besides all that it may trust. */
    @WithDefault("20")
    int maxScopes();

    /** How long a scope's bundle stays after the last workload that needs it. */
    @WithDefault("10m")
    Duration scopeGrace();
  }

  /** How the webhook decides. */
  interface Injection {
    /** Deny pods that name a trust domain they can't have, instead of leaving the name out. */
    @WithDefault("false")
    boolean strict();
  }
}
