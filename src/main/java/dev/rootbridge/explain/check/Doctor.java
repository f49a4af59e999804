package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import java.util.List;

/** All checks of one cluster; other ones that it reaches are walked to by {@link RemoteSteps}. */
public final class Doctor {

  private static final List<Check> CHECKS =
      List.of(
          new WriterCheck(),
          new WebhookCheck(),
          new WebhookOrderCheck(),
          new CaBundleCheck(),
          new WebhookCallCheck(),
          new TrustDomainCheck(),
          new DomainsCheck(),
          new CrlCheck(),
          new NamespacesCheck(),
          new PodsCheck(),
          new ProxiesCheck(),
          new AmbientCheck(),
          new PoliciesCheck(),
          new UncheckedPeersCheck());

  private Doctor() {}

  /** What they find, in the order of the chain. */
  public static List<Observation> examine(ClusterFacts facts) {
    return CHECKS.stream().flatMap(check -> check.observe(facts).stream()).toList();
  }
}
