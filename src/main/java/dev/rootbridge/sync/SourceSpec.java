package dev.rootbridge.sync;

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
}
