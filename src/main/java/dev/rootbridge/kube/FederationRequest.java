package dev.rootbridge.kube;

import dev.rootbridge.trust.TrustDomain;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a person wants of a new federation.
 *
 * @param name of the FederatedTrustDomain; empty for the first label of the trust domain
 * @param trustDomain of the other mesh; empty for what its mesh config says
 * @param server where the other API server is reached from this cluster; empty for where the access
 *     that is there has it, else for where the caller's kubeconfig reaches it
 * @param lifetime of the token, which the API server may shorten
 * @param labels that a namespace must have to trust the domain; none: as the FederatedTrustDomain
 *     that is there has it, else every namespace that opted in may
 * @param installed the namespace that Rootbridge runs in
 */
public record FederationRequest(
    Optional<String> name,
    Optional<TrustDomain> trustDomain,
    Optional<URI> server,
    Duration lifetime,
    Map<String, String> labels,
    String installed) {

  public FederationRequest {
    labels = Map.copyOf(labels);
  }
}
