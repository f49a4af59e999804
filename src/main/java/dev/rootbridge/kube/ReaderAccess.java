package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A kubeconfig by which another cluster is read from here, and when its token ends. It is held
 * against the same rules as any remote Secret, so that none is made that Rootbridge would refuse.
 */
record ReaderAccess(String kubeconfig, Instant ends) {

  /** Where the API server is, and whom to take it from. */
  record Endpoint(URI server, String certificateAuthority) {}

  static Endpoint endpoint(CallersCluster cluster, Optional<URI> named)
      throws ClusterAccessException {
    Config config = cluster.config();
    URI server = named.orElseGet(() -> withoutSlash(config.getMasterUrl()));
    String where = "the cluster of context " + cluster.context();
    Optional<String> refused =
        server.getHost() == null
            ? Optional.of("it names no host")
            : AddressRule.allowing(List.of()).refusalOfHost(server.getHost());
    if (refused.isPresent()) {
      throw new ClusterAccessException(
          where
              + " is at "
              + server
              + ", where Rootbridge can't reach it from a pod ("
              + refused.get()
              + "): name an address that it can by --server");
    }
    return new Endpoint(server, certificateAuthority(config, where));
  }

  private static String certificateAuthority(Config config, String where)
      throws ClusterAccessException {
    if (config.getCaCertData() != null) {
      return config.getCaCertData();
    }
    if (config.getCaCertFile() == null) {
      throw new ClusterAccessException(
          "the kubeconfig names no CA for "
              + where
              + ", and without one its API server can't be told from an impostor: kubectl config"
              + " set-cluster NAME --embed-certs --certificate-authority FILE");
    }
    Path file = Path.of(config.getCaCertFile());
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ClusterAccessException("can't read the CA of " + where + ", " + file, e);
    }
  }

  /** The one that an access of before has; one that can't be read has none. */
  static Optional<URI> server(Secret secret, String key) {
    return Optional.ofNullable(secret.getData())
        .map(data -> data.get(key))
        .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
        .map(RemoteKubeconfig::parse)
        .filter(RemoteKubeconfig.Outcome.Usable.class::isInstance)
        .map(usable -> ((RemoteKubeconfig.Outcome.Usable) usable).access().server())
        .map(server -> withoutSlash(server.toString()));
  }

  /** The client adds one. */
  private static URI withoutSlash(String server) {
    return URI.create(server.replaceAll("/+$", ""));
  }

  /** With a new token. */
  static ReaderAccess issue(
      CallersCluster cluster, ReaderManifests manifests, Endpoint endpoint, Duration lifetime)
      throws ClusterAccessException {
    String namespace = manifests.root().namespace();
    TokenRequest token =
        cluster.ask(
            "make a token of ServiceAccount " + namespace + "/" + ReaderManifests.READER,
            () ->
                cluster
                    .client()
                    .serviceAccounts()
                    .inNamespace(namespace)
                    .withName(ReaderManifests.READER)
                    .tokenRequest(
                        new TokenRequestBuilder()
                            .withNewSpec()
                            .withExpirationSeconds(lifetime.toSeconds())
                            .endSpec()
                            .build()));
    String kubeconfig = text(manifests.name(), endpoint, token.getStatus().getToken());
    RemoteKubeconfig.Outcome outcome = RemoteKubeconfig.parse(kubeconfig);
    if (outcome instanceof RemoteKubeconfig.Outcome.Refused refused) {
      throw new ClusterAccessException(
          "the access to context "
              + cluster.context()
              + " would not be used: "
              + refused.message());
    }
    return new ReaderAccess(kubeconfig, Instant.parse(token.getStatus().getExpirationTimestamp()));
  }

  /** As {@code istioctl} writes it. */
  static String text(String name, Endpoint endpoint, String token) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: %1$s
      cluster:
        server: %2$s
        certificate-authority-data: %3$s
    contexts:
    - name: %1$s
      context: {cluster: %1$s, user: %1$s}
    current-context: %1$s
    users:
    - name: %1$s
      user:
        token: %4$s
    """
        .formatted(
            name, endpoint.server(), endpoint.certificateAuthority().replaceAll("\\s", ""), token);
  }
}
