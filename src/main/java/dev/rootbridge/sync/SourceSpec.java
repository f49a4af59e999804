package dev.rootbridge.sync;

import dev.rootbridge.trust.SpiffeId;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the anchors of a trust domain are read. */
public sealed interface SourceSpec {

  /** How people find the source: kind, namespace/name and key. */
  String describe();

  /**
   * The certificates stand in the resource or setting itself, as PEM.
   *
   * @param describe its field or setting
   */
  record Inline(String pem, String describe) implements SourceSpec {

    /** In the resource. */
    public Inline(String pem) {
      this(pem, "spec.source.inline.pem");
    }
  }

  /**
   * The resource says it in a way that the schema lets pass and nobody can follow.
   *
   * @param problem what is wrong with it
   */
  record Unreadable(String problem) implements SourceSpec {
    @Override
    public String describe() {
      return "spec.source";
    }
  }

  /** A PEM file that is mounted beside Rootbridge and may change. */
  record PemFile(Path path) implements SourceSpec {
    @Override
    public String describe() {
      return "file " + path;
    }
  }

  /** One key of a ConfigMap of this cluster. */
  record ConfigMapKey(String namespace, String name, String key) implements SourceSpec {
    @Override
    public String describe() {
      return "ConfigMap " + namespace + "/" + name + ", key " + key;
    }
  }

  /**
   * A ConfigMap of another cluster, reached by the kubeconfig in a Secret of this one.
   *
   * @param secretKey the Secret's data key; empty where the Secret has just one
   * @param root where the other cluster keeps its root certificates
   */
  record RemoteCluster(
      String secretNamespace, String secretName, Optional<String> secretKey, ConfigMapKey root)
      implements SourceSpec {
    @Override
    public String describe() {
      return root.describe()
          + ", of the cluster in Secret "
          + secretNamespace
          + "/"
          + secretName
          + secretKey.map(key -> ", key " + key).orElse("");
    }
  }

  /** One key of a Secret of this cluster. */
  record SecretKey(String namespace, String name, String key) implements SourceSpec {
    @Override
    public String describe() {
      return "Secret " + namespace + "/" + name + ", key " + key;
    }
  }

  /**
   * An endpoint that serves a SPIFFE bundle document (SPIFFE Federation, section 5).
   *
   * @param url https, without user, query and fragment
   */
  record BundleEndpoint(URI url, Profile profile) implements SourceSpec {
    @Override
    public String describe() {
      return "bundle endpoint " + url;
    }

    /** How the endpoint is known (SPIFFE Federation, section 5.2). */
    public sealed interface Profile {}

    /**
     * By a certificate for the URL's host, as any website.
     *
     * @param roots in PEM, whom to trust for that; empty for those of the system
     */
    public record Web(Optional<String> roots) implements Profile {}

    /**
     * By its SPIFFE ID, under the anchors that are trusted of that ID's trust domain.
     *
     * @param bootstrap in PEM, the anchors to begin with, while none of that trust domain is
     *     trusted
     */
    public record Spiffe(SpiffeId endpoint, Optional<String> bootstrap) implements Profile {}
  }

  /** ClusterTrustBundles of this cluster ({@code certificates.k8s.io}). */
  sealed interface ClusterTrustBundles extends SourceSpec {

    /** The one of that name. */
    record Named(String name) implements ClusterTrustBundles {
      @Override
      public String describe() {
        return "ClusterTrustBundle " + name;
      }
    }

    /**
     * The only one of a signer, where several could be of different CAs.
     *
     * @param remedy what to do where there are several
     */
    record OnlyOneOfSigner(String signerName, String remedy) implements ClusterTrustBundles {
      @Override
      public String describe() {
        return "ClusterTrustBundle of signer " + signerName;
      }
    }

    /** All of one signer that have the labels. */
    record OfSigner(String signerName, NamespaceSelector labels) implements ClusterTrustBundles {
      @Override
      public String describe() {
        return "ClusterTrustBundles of signer " + signerName;
      }
    }
  }
}
