package dev.rootbridge.trust;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The PEM text of anchors. Its comments hold nothing that a remote CA wrote, and they stand above
 * blocks only: Istio's agent logs an error for text after the last one.
 */
final class BundleText {

  private BundleText() {}

  static String of(TrustBundle local) {
    return local.anchors().stream()
        .map(anchor -> comment(local.trustDomain(), anchor, "local") + anchor.pem())
        .collect(Collectors.joining());
  }

  static String of(List<PublishedAnchor> anchors) {
    return anchors.stream()
        .map(
            anchor ->
                comment(
                        anchor.trustDomain(),
                        anchor.source(),
                        anchor.constrained() ? "constrained" : "unconstrained")
                    + anchor.published().pem())
        .collect(Collectors.joining());
  }

  private static String comment(TrustDomain domain, Anchor root, String kind) {
    return "# %s root sha256:%s expires %s %s\n"
        .formatted(domain, root.fingerprint(), root.notAfter(), kind);
  }
}
