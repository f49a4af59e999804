package dev.rootbridge.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings, as {@code rootbridge.*} properties or {@code ROOTBRIDGE_*} variables. What is said
 * of them here is in docs/reference/configuration.md too, for people who have no source.
 */
@ConfigMapping(prefix = "rootbridge")
interface RootbridgeConfig {

  /** Where the cluster that is served comes from. */
  @WithDefault("kubeconfig")
  ClusterKind cluster();

  /** Where Rootbridge runs, and keeps its Lease and what must survive a restart. */
  @WithDefault("rootbridge-system")
  String namespace();

  /** This cluster's side of the federation. */
  Local local();

  /** What istiod hands out to the mesh beside the bundles, and may void them. */
  Mesh mesh();

  /** What one source may hold at most, else it is refused as a whole; and where it may lead. */
  Sources sources();

  /** The name of this replica, in the Lease and in events; the pod's, by what Kubernetes sets. */
  @WithDefault("${HOSTNAME:rootbridge}")
  String instance();

  /** How replicas agree on the one that writes, by the Lease {@code rootbridge}. */
  Lease lease();

  /** The sync loop. */
  Sync sync();

  /** The admission webhook. */
  Injection injection();

  /**
   * The clusters that this one's istiod serves too, by the names that Istio has for them
   * (primary-remote).
   */
  Map<String, RemoteClusterConfig> remoteClusters();

  /**
   * List the Secrets that Istio enrols clusters by, as metadata. None is trusted by being there.
   */
  @WithDefault("false")
  boolean discoverRemoteSecrets();

  /** The namespace in which they are looked for. */
  @WithDefault("istio-system")
  String discoverRemoteSecretsIn();

  /** Where this cluster's trust bundle is served, for others to federate with it. */
  BundleEndpoint bundleEndpoint();

  /** The certificate that API servers meet at the webhook. */
  Serving serving();

  /** The page, and the same as JSON. */
  Page page();

  /** How it logs, to standard output. */
  Log log();

  /** Where the served cluster comes from. */
  enum ClusterKind {
    /** The pod's service account, or the user's kubeconfig. */
    KUBECONFIG,
    /** Two clusters in memory, in dev mode only. */
    EMBEDDED
  }

  /** This cluster's trust domain and root. */
  interface Local {
    /**
     * The trust domain of this cluster's mesh; where it isn't set, {@code trustDomain} of the mesh
     * config ({@code rootbridge.mesh.config-maps}) as it is at the start. Never guessed: where they
     * don't tell, or not the same, the start ends with that.
     */
    Optional<String> trustDomain();

    /** Where this cluster's own roots are read: at most one of these places is set. */
    Root root();

    /** Publish nothing before istiod is seen to serve a certificate under a local root. */
    @WithDefault("true")
    boolean verifyIstiod();

    /** Where istiod serves it, as host:port. */
    @WithDefault("istiod.istio-system.svc:15012")
    String istiod();

    /** How long a local root that left its source stays in the bundles. */
    @WithDefault("25h")
    Duration overlap();

    /** The places; {@link LocalRootSetting} sees that it is one. */
    interface Root {
      /** Where istiod publishes its root, unless told otherwise. */
      ConfigMapRoot configMap();

      /** A ClusterTrustBundle. */
      TrustBundleRoot clusterTrustBundle();

      /** Given here. */
      InlineRoot inline();

      /** One key of a ConfigMap: root-cert.pem of istio-system/istio-ca-root-cert by default. */
      interface ConfigMapRoot {
        /** The namespace of the ConfigMap with this cluster's own roots. */
        Optional<String> namespace();

        /** Its name. */
        Optional<String> name();

        /** The key that holds them. */
        Optional<String> key();
      }

      /** By its name, or as the only one of a signer. */
      interface TrustBundleRoot {
        /**
         * The ClusterTrustBundle with them, such as istiod's {@code istio.io:istiod-ca:root-cert}.
         */
        Optional<String> name();

        /** The same, by its signer, where that has just one ({@code Ambiguous} otherwise). */
        Optional<String> signerName();
      }

      /** Certificates in PEM. */
      interface InlineRoot {
        /** The roots themselves. */
        Optional<String> pem();

        /** A mounted file with them, which is followed. */
        Optional<String> file();
      }
    }
  }

  /** What istiod hands out to the mesh beside the bundles, and may void them. */
  interface Mesh {
    /** Where istiod keeps its CRL and mesh config. */
    @WithDefault("istio-system")
    String rootNamespace();

    /**
     * The ConfigMaps there with a mesh config (key {@code mesh}): each revision's, and the one that
     * {@code SHARED_MESH_CONFIG} names.
     */
    @WithDefault("istio")
    List<String> configMaps();

    /** What istiod is given to accept federated trust domains by. */
    Publish publish();

    /** A ConfigMap in the root namespace, key {@code mesh}, for istiod's SHARED_MESH_CONFIG. */
    interface Publish {
      /** Publish the ConfigMap for istiod's {@code SHARED_MESH_CONFIG}; else it is removed. */
      @WithDefault("true")
      boolean enabled();

      /** Its name, in the root namespace. */
      @WithDefault("rootbridge-mesh")
      String configMap();
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

    /** Certificates. */
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
     * Networks, separated by commas, that sources may lead to although they are loopback,
     * link-local or a metadata service's, such as {@code 127.0.0.0/8}.
     */
    Optional<List<String>> allowedAddresses();
  }

  /** The Lease {@code rootbridge} in Rootbridge's namespace. */
  interface Lease {
    /** How long after the last renewal another replica takes over. */
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
    /** How often the world is planned for without a change. */
    @WithDefault("10s")
    Duration resync();

    /** ConfigMaps that are written at once, in each cluster. */
    @WithDefault("8")
    int writers();

    /** Requests a second that they are written with, in each cluster; 0: no limit. */
    @WithDefault("200")
    int writesPerSecond();

    /** How many of them at once after a rest. */
    @WithDefault("400")
    int writeBurst();

    /** Bundles that a namespace may have besides that of all it may trust. */
    @WithDefault("20")
    int maxScopes();

    /** How long such a bundle stays after the last workload that needs it. */
    @WithDefault("10m")
    Duration scopeGrace();
  }

  /** Where this cluster's trust bundle is served, for others to federate with it. */
  interface BundleEndpoint {
    /** Serve it. */
    @WithDefault("false")
    boolean enabled();

    /** Where. */
    @WithDefault("8443")
    int port();

    /**
     * By which certificate: {@code quarkus.tls.bundle.key-store.pem.0.cert} and {@code .key}, read
     * again every 30 s.
     */
    @WithDefault("bundle")
    String tlsConfigurationName();

    /** How often readers are told to come back. */
    @WithDefault("5m")
    Duration refreshHint();
  }

  /** The page, on a port of its own. */
  interface Page {
    /** Serve it. */
    @WithDefault("true")
    boolean enabled();

    /** Where. */
    @WithDefault("8081")
    int port();

    /** Who may read it. */
    @WithDefault("none")
    Access access();

    /**
     * With {@code token-review}: a token must be for one of these, instead of for the API server.
     */
    Optional<List<String>> audiences();

    /**
     * By which certificate, as a name below {@code quarkus.tls}; plain HTTP without one. {@code
     * webhook} is that of the webhook.
     */
    Optional<String> tlsConfigurationName();

    /** How readers are known. */
    enum Access {
      /** Whoever reaches the port may read it. */
      NONE,
      /** Users who may get {@code /rootbridge.dev/page}, by their bearer token. */
      TOKEN_REVIEW
    }
  }

  /**
   * Read by {@code quarkus.log.console.json.enabled} alone, for there are lines before all else.
   */
  interface Log {
    /** One JSON object a line, instead of text. */
    @WithDefault("false")
    boolean json();
  }

  /** How the webhook decides. */
  interface Injection {
    /** Deny pods that name a trust domain they can't have, instead of leaving the name out. */
    @WithDefault("false")
    boolean strict();
  }

  /** Where the webhook's certificate comes from. */
  interface Serving {
    /** Who makes it. */
    @WithDefault("self-managed")
    Mode mode();

    /**
     * Self-managed: further DNS names and addresses that it is for, beside {@code
     * SERVICE.NAMESPACE.svc}.
     */
    Optional<List<String>> hosts();

    /** Self-managed: the Service that this cluster's API servers call it by. */
    @WithDefault("rootbridge")
    String service();

    /** Self-managed: the Secret with what Rootbridge issues, in its namespace. */
    @WithDefault("rootbridge-serving")
    String secret();

    /** Self-managed: the MutatingWebhookConfiguration whose {@code caBundle} Rootbridge keeps. */
    @WithDefault("rootbridge.dev")
    String registration();

    /** What somebody else makes. */
    Files files();

    /** Who issues it. */
    enum Mode {
      /** Rootbridge itself, which keeps the {@code caBundle} too. */
      SELF_MANAGED,
      /** cert-manager, whose injector keeps the {@code caBundle}. */
      CERT_MANAGER,
      /** Whoever writes the files, and the {@code caBundle}. */
      FILES
    }

    /** PEM, read again every few seconds. */
    interface Files {
      /**
       * Else: the certificate in PEM, with those that lead to the CA after it. Looked at every 5 s;
       * what is garbage, of another key, or expired while the one before is not, isn't taken.
       */
      @WithDefault("/etc/rootbridge/tls/tls.crt")
      Path certificate();

      /** Else: its key, in PEM. */
      @WithDefault("/etc/rootbridge/tls/tls.key")
      Path key();
    }
  }
}
