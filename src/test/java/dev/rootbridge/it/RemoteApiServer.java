package dev.rootbridge.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The API server of a cluster whose istiod runs in another one. Unlike the two others, it
 * authenticates itself to the webhooks that it calls: by a bearer token from a file, as {@code
 * --admission-control-config-file} makes it.
 */
public final class RemoteApiServer implements AutoCloseable {

  private final ApiServer server;
  private final Path token;

  private RemoteApiServer(ApiServer server, Path token) {
    this.server = server;
    this.token = token;
  }

  static RemoteApiServer start(KubernetesBinaries binaries) {
    Path folder = Scratch.emptyFolder("remote-admission");
    Path token = folder.resolve("token");
    Path kubeconfig = folder.resolve("kubeconfig");
    Path admission = folder.resolve("admission.yaml");
    write(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        users:
        - name: '*'
          user: {tokenFile: %s}
        """
            .formatted(token));
    write(
        admission,
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
        - name: MutatingAdmissionWebhook
          configuration:
            apiVersion: apiserver.config.k8s.io/v1
            kind: WebhookAdmissionConfiguration
            kubeConfigFile: %s
        """
            .formatted(kubeconfig));
    return new RemoteApiServer(
        ApiServer.start("cluster-c", binaries, "--admission-control-config-file=" + admission),
        token);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ApiServer server() {
    return server;
  }

  /** Shows this token to webhooks from now on. */
  void authenticateWith(String bearerToken) {
    write(token, bearerToken);
  }

  @Override
  public void close() {
    server.close();
  }
}
