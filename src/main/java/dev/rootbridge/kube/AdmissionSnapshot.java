package dev.rootbridge.kube;

import dev.rootbridge.inject.Bundles;
import dev.rootbridge.inject.Bundles.Readiness;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.NamespaceTrust;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.TrustDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What one plan means for admissions: an immutable answer for each namespace there is. */
record AdmissionSnapshot(Map<String, NamespaceLookup> namespaces) {

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

  /** While nobody writes, what isn't there yet can't be waited for. */
  NamespaceLookup find(String namespace, Writing writing) {
    NamespaceLookup known = namespaces.get(namespace);
    if (known == null) {
      return new NamespaceLookup.NotYetSeen();
    }
    return writing == Writing.STALLED && known instanceof NamespaceLookup.OptedIn optedIn
        ? new NamespaceLookup.OptedIn(withoutExpected(optedIn.trust()))
        : known;
  }

  private static NamespaceTrust withoutExpected(NamespaceTrust trust) {
    Map<String, Readiness> known = new HashMap<>(trust.bundles().known());
    known.replaceAll((name, readiness) -> withoutExpected(readiness));
    return new NamespaceTrust(
        trust.namespace(),
        trust.mayTrust(),
        trust.federated(),
        new Bundles(known, withoutExpected(trust.bundles().others())),
        trust.strictness());
  }

  private static Readiness withoutExpected(Readiness readiness) {
    return readiness == Readiness.EXPECTED ? Readiness.NOT_READY : readiness;
  }
}
