package dev.rootbridge.it;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Kubeconfig files. */
public final class Kubeconfig {

  private Kubeconfig() {}

  /** With a bearer token and nothing else, field by field as {@code istioctl} writes it. */
  public static String withToken(
      String clusterName, String server, String certificateAuthority, String token) {
    String authorityData =
        Base64.getEncoder().encodeToString(certificateAuthority.getBytes(StandardCharsets.UTF_8));
    return """
    apiVersion: v1
    clusters:
    - cluster:
        certificate-authority-data: %2$s
        server: %3$s
      name: %1$s
    contexts:
    - context:
        cluster: %1$s
        user: %1$s
      name: %1$s
    current-context: %1$s
    kind: Config
    preferences: {}
    users:
    - name: %1$s
      user:
        token: %4$s
    """
        .formatted(clusterName, authorityData, server, token);
  }
}
