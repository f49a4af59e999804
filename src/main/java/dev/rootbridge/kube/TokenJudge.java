package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Asks an API server whose a token is, and whether that one may. */
interface TokenJudge {

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server doesn't say
   */
  TokenVerdict judge(KubernetesClient client, String token);
}
