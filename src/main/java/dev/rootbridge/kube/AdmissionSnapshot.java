package dev.rootbridge.kube;

import dev.rootbridge.inject.Bundles;
import dev.rootbridge.inject.Bundles.Readiness;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.NamespaceTrust;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.inject.TrustDirectory;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.TrustDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What one plan means for admissions: an immutable answer for each namespace there is. */
record AdmissionSnapshot(Map<String, NamespaceLookup> namespaces) implements TrustDirectory {

  static final AdmissionSnapshot EMPTY = new AdmissionSnapshot(Map.of());

  AdmissionSnapshot {
    namespaces = Map.copyOf(namespaces);
  }

  static AdmissionSnapshot of(
      World.Cluster cluster,
      SyncPlan.Cluster planned,
      Set<TrustDomain> federated,
      Strictness strictness) {
    NamespaceLookup notOptedIn = new NamespaceLookup.NotOptedIn();
    Map<String, NamespaceLookup> namespaces = new HashMap<>();
    cluster.namespaces().forEach(namespace -> namespaces.put(namespace.name(), notOptedIn));
    for (SyncPlan.Namespace namespace : planned.namespaces()) {
      namespaces.put(
          namespace.name(),
          new NamespaceLookup.OptedIn(
              new NamespaceTrust(
                  namespace.name(),
                  namespace.mayTrust(),
                  federated,
                  bundles(namespace),
                  strictness)));
    }
    return new AdmissionSnapshot(namespaces);
  }

  private static Bundles bundles(SyncPlan.Namespace namespace) {
    Map<String, Readiness> known = new HashMap<>();
    namespace.targets().forEach(target -> known.put(target.name(), readiness(target)));
    Readiness aNewScope =
        switch (namespace.room()) {
          case FREE ->
              namespace.main().presence() == SyncPlan.Presence.ABSENT
                  ? Readiness.NOT_READY
                  : Readiness.EXPECTED;
          case FULL -> Readiness.NO_ROOM;
        };
    return new Bundles(known, aNewScope);
  }

  private static Readiness readiness(SyncPlan.Target target) {
    if (target.state() == SyncPlan.TargetState.OVER_LIMIT) {
      return Readiness.NO_ROOM;
    }
    return switch (target.presence()) {
      case PRESENT -> Readiness.PUBLISHED;
      case EXPECTED -> Readiness.EXPECTED;
      case ABSENT -> Readiness.NOT_READY;
    };
  }

  @Override
  public NamespaceLookup find(String namespace) {
    NamespaceLookup known = namespaces.get(namespace);
    return known == null ? new NamespaceLookup.NotYetSeen() : known;
  }
}
