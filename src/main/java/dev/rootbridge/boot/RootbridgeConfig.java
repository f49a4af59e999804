package dev.rootbridge.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
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

  /** The mesh that this cluster is in. */
  Mesh mesh();

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

  /**
   * List the Secrets that Istio enrols clusters by, as metadata. None is trusted by being there.
   */
  @WithDefault("false")
  boolean discoverRemoteSecrets();

  /** The namespace that they lie in. */
  @WithDefault("istio-system")
  String discoverRemoteSecretsIn();

  /** What other trust domains may read. */
  BundleEndpoint bundleEndpoint();

  /** The certificate that API servers meet at the webhook. */
  Serving serving();

  /** What people may read in a browser. */
  Page page();

  /** Where the served cluster comes from. */
  enum ClusterKind {
    /** The pod's service account, or the user's kubeconfig. */
    KUBECONFIG,
    /** Two clusters in memory, to try things; in dev mode only. */
    EMBEDDED
  }

  /** This cluster's trust domain and root. */
  interface Local {
    /**
     * The trust domain of this cluster's mesh. Never guessed: where it isn't set, the mesh configs
     * must tell, see {@link LocalTrustDomainSetting}.
     */
    Optional<String> trustDomain();

    /** Where this cluster's own root certificates are read: in one of these places. */
    Root root();

    /** Whether istiod must be seen to serve under a local root before anything is published. */
    @WithDefault("true")
    boolean verifyIstiod();

    /** Where istiod serves proxies, as host:port. */
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
        Optional<String> namespace();

        Optional<String> name();

        Optional<String> key();
      }

      /** By its name, or as the only one of a signer. */
      interface TrustBundleRoot {
        Optional<String> name();

        Optional<String> signerName();
      }

      /** Certificates in PEM. */
      interface InlineRoot {
        /** The text itself. */
        Optional<String> pem();

        /** A file, which may change. */
        Optional<String> file();
      }
    }
  }

  /** What istiod hands out to the mesh beside the bundles, and may void them. */
  interface Mesh {
    /** The mesh's root namespace. */
    @WithDefault("istio-system")
    String rootNamespace();

    /** The ConfigMaps with a mesh config: each revision's, and that of SHARED_MESH_CONFIG. */
    @WithDefault("istio")
    List<String> configMaps();

    /** What istiod is given to accept federated trust domains by. */
    Publish publish();

    /** A ConfigMap in the root namespace, key {@code mesh}, for istiod's SHARED_MESH_CONFIG. */
    interface Publish {
      /** Whether it is published; else it is removed. */
      @WithDefault("true")
      boolean enabled();

      /** Its name. */
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

  /** Where this cluster's trust bundle is served, for others to federate with it. */
  interface BundleEndpoint {
    @WithDefault("false")
    boolean enabled();

    @WithDefault("8443")
    int port();

    /** The name of its {@code quarkus.tls} configuration, which holds its certificate. */
    @WithDefault("bundle")
    String tlsConfigurationName();

    /** How often readers are told to look for changes. */
    @WithDefault("5m")
    Duration refreshHint();
  }

  /** The page, on a port of its own. */
  interface Page {
    @WithDefault("true")
    boolean enabled();

    @WithDefault("8081")
    int port();

    /** Who may read it. */
    @WithDefault("none")
    Access access();

    /**
     * For token-review: a token must be for one of these; for the API server, if there are none.
     */
    Optional<List<String>> audiences();

    /** The name of a {@code quarkus.tls} configuration; plain HTTP, if there is none. */
    Optional<String> tlsConfigurationName();

    /** How readers are known. */
    enum Access {
      /** Not at all: whoever reaches the port may read. */
      NONE,
      /** By a bearer token of a user who may get /rootbridge.dev/page. */
      TOKEN_REVIEW
    }
  }

  /** How the webhook decides. */
  interface Injection {
    /** Deny pods that name a trust domain they can't have, instead of leaving the name out. */
    @WithDefault("false")
    boolean strict();
  }

  /** Where the webhook's certificate comes from. */
  interface Serving {
    @WithDefault("self-managed")
    Mode mode();

    /** DNS names and addresses that API servers of other clusters call the webhook by. */
    Optional<List<String>> hosts();

    /** The Service that this cluster's API servers call it by, in Rootbridge's namespace. */
    @WithDefault("rootbridge")
    String service();

    /** The Secret with what Rootbridge issues, in its namespace. */
    @WithDefault("rootbridge-serving")
    String secret();

    /** The MutatingWebhookConfiguration whose caBundle Rootbridge keeps. */
    @WithDefault("rootbridge.dev")
    String registration();

    /** What somebody else issues. */
    Files files();

    /** Who issues it. */
    enum Mode {
      /** Rootbridge itself, which keeps the caBundle too. */
      SELF_MANAGED,
      /** cert-manager, whose injector keeps the caBundle. */
      CERT_MANAGER,
      /** Whoever writes the files, and the caBundle. */
      FILES
    }

    /** PEM, read again every few seconds. */
    interface Files {
      /** With the certificates that lead to the CA after it. */
      @WithDefault("/etc/rootbridge/tls/tls.crt")
      Path certificate();

      @WithDefault("/etc/rootbridge/tls/tls.key")
      Path key();
    }
  }
}
