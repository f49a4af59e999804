package dev.rootbridge.trust;

import java.util.List;

/** What tests compose and render again and again. */
final class TestFederation {

  private TestFederation() {}

  static TrustBundle bundle(TrustDomain domain, TestCertificate... roots) {
    return new TrustBundle(domain, List.of(roots).stream().map(TestCertificate::anchor).toList());
  }

  static FederatedBundle constrained(TrustDomain domain, TestCertificate... roots) {
    return new FederatedBundle(bundle(domain, roots), Constraint.DEFAULT);
  }

  static FederatedBundle pooled(TrustDomain domain, TestCertificate... roots) {
    return new FederatedBundle(
        bundle(domain, roots), new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW));
  }

  /** The proxies' file with all domains in scope; nothing may have been left out. */
  static String rendered(TrustBundle local, FederatedBundle... federated) {
    Federation federation = Federation.compose(local, List.of(federated), TestCertificate.NOW);
    if (!federation.conflicts().isEmpty()) {
      throw new IllegalStateException(federation.conflicts().toString());
    }
    RenderedBundle bundle = RenderedBundle.render(federation, federation.domains().keySet());
    return ((RenderedBundle.Rendered) bundle).text();
  }
}
