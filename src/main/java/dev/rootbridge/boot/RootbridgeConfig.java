package dev.rootbridge.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings, as {@code rootbridge.*} properties or {@code ROOTBRIDGE_*} variables. */
@ConfigMapping(prefix = "rootbridge")
interface RootbridgeConfig {

  /** Which cluster is served. */
  @WithDefault("kubeconfig")
  ClusterKind cluster();

  /** The namespace that Rootbridge runs in. */
  @WithDefault("rootbridge-system")
  String namespace();

  /** This cluster's side of the federation. */
  Local local();

  /** Where roots are read from. */
  Sources sources();

  /** This replica's name; the pod's, by what Kubernetes sets. */
  @WithDefault("${HOSTNAME:rootbridge}")
  String instance();

  /** How replicas agree on the one that writes. */
  Lease lease();

  /** The sync loop. */
  Sync sync();

  /** The admission webhook. */
  Injection injection();

  /** The clusters that this one's istiod serves too, by the names that Istio has for them. */
  Map<String, RemoteClusterConfig> remoteClusters();

  /** List the Secrets that Istio enrols clusters by, as metadata. None is trusted by being there. */
  @WithDefault("false")
  boolean discoverRemoteSecrets();

  /** The namespace that they lie in. */
  @WithDefault("istio-system")
  String discoverRemoteSecretsIn();

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

  /**
   * What one source of certificates may hold at most, else it is refused as a whole, and where
   * sources may lead.
   */
  interface Sources {
    /** Characters. */
    @WithDefault("1048576")
    int maxBytes();

    @WithDefault("100")
    int maxCertificates();

    /** Bytes of one certificate in DER. */
    @WithDefault("16384")
    int maxCertificateBytes();

    /** Subject alternative names of one certificate. */
    @WithDefault("100")
    int maxNames();

    /** Name constraints of one certificate. */
    @WithDefault("100")
    int maxSubtrees();

    /**
     * Networks that sources may lead to although they are loopback, link-local or a metadata
     * service's, such as {@code 127.0.0.0/8}.
     */
    Optional<List<String>> allowedAddresses();
  }

  /** The Lease {@code rootbridge} in Rootbridge's namespace. */
  interface Lease {
    /** How long the others wait after the last renewal before one of them takes over. */
    @WithDefault("15s")
    Duration duration();

    /** How long after its last renewal the holder still writes. */
    @WithDefault("10s")
    Duration renewDeadline();

    /** How often the holder renews and the others ask. */
    @WithDefault("2s")
    Duration retryPeriod();
  }

  /** How the sync loop works. */
  interface Sync {
    /** How often a pass is made without a change. */
    @WithDefault("10s")
    Duration resync();

    /** How many ConfigMaps are written at once. */
    @WithDefault("8")
    int writers();

    /** How many requests a second ConfigMaps are written with, in the long run; 0: no limit. */
    @WithDefault("200")
    int writesPerSecond();

    /** How many of them at once after a rest. */
    @WithDefault("400")
    int writeBurst();

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
