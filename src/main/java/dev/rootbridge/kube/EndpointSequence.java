package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.BundleEndpoint;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec;
import java.util.OptionalLong;

/**
 * The sequence of the document that was taken last from a bundle endpoint, in the status of the
 * resource, so that no older one is taken after a restart. It belongs to the endpoint's URL:
 * another endpoint counts for itself.
 */
final class EndpointSequence {

  private EndpointSequence() {}

  static OptionalLong read(FederatedTrustDomain resource, SourceSpec source) {
    BundleEndpoint kept =
        resource.getStatus() == null ? null : resource.getStatus().getBundleEndpoint();
    return kept != null && kept.getSequence() != null && isOf(kept, source)
        ? OptionalLong.of(kept.getSequence())
        : OptionalLong.empty();
  }

  /**
   * What is to be kept.
   *
   * @param before what was kept so far; null for nothing
   * @return null for nothing
   */
  static BundleEndpoint keep(SourceSpec source, SourceReading reading, BundleEndpoint before) {
    if (!(source instanceof SourceSpec.BundleEndpoint endpoint)) {
      return null;
    }
    if (!(reading instanceof Read read) || read.sequence().isEmpty()) {
      return before != null && isOf(before, source) ? before : null;
    }
    BundleEndpoint kept = new BundleEndpoint();
    kept.setUrl(endpoint.url().toString());
    kept.setSequence(read.sequence().getAsLong());
    return kept;
  }

  private static boolean isOf(BundleEndpoint kept, SourceSpec source) {
    return source instanceof SourceSpec.BundleEndpoint endpoint
        && endpoint.url().toString().equals(kept.getUrl());
  }
}
