package dev.rootbridge.kube;

import dev.rootbridge.inject.Bundles;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.NamespaceTrust;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.inject.TrustDirectory;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetData;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.TrustDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What one plan means for admissions: an immutable answer for each namespace there is. */
record AdmissionSnapshot(Map<String, NamespaceLookup> namespaces) implements TrustDirectory {

  static final AdmissionSnapshot EMPTY = new AdmissionSnapshot(Map.of());

  AdmissionSnapshot {
    namespaces = Map.copyOf(namespaces);
  }

  static AdmissionSnapshot of(World world, SyncPlan plan, Strictness strictness) {
    NamespaceLookup notOptedIn = new NamespaceLookup.NotOptedIn();
    Map<String, NamespaceLookup> namespaces = new HashMap<>();
    world.namespaces().forEach(namespace -> namespaces.put(namespace.name(), notOptedIn));
    Set<TrustDomain> federated =
        plan.domains().stream()
            .filter(AdmissionSnapshot::isAccepted)
            .map(domain -> domain.trust().trustDomain())
            .collect(Collectors.toSet());
    for (SyncPlan.Namespace namespace : plan.namespaces()) {
      namespaces.put(
          namespace.name(),
          new NamespaceLookup.OptedIn(
              new NamespaceTrust(
                  namespace.name(),
                  namespace.mayTrust(),
                  federated,
                  bundles(namespace.presence()),
                  strictness)));
    }
    return new AdmissionSnapshot(namespaces);
  }

  private static boolean isAccepted(SyncPlan.Domain domain) {
    return domain
        .condition(Condition.Type.ACCEPTED)
        .filter(condition -> condition.status() == Condition.Status.TRUE)
        .isPresent();
  }

  private static Bundles bundles(SyncPlan.Presence presence) {
    return switch (presence) {
      case PRESENT -> new Bundles(Set.of(TargetData.CONFIG_MAP), Bundles.Missing.NOT_COMING);
      case EXPECTED -> new Bundles(Set.of(), Bundles.Missing.ABOUT_TO_BE_WRITTEN);
      case ABSENT -> new Bundles(Set.of(), Bundles.Missing.NOT_COMING);
    };
  }

  @Override
  public NamespaceLookup find(String namespace) {
    NamespaceLookup known = namespaces.get(namespace);
    return known == null ? new NamespaceLookup.NotYetSeen() : known;
  }
}
