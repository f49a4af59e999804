package dev.rootbridge.web;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.Discovery;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.StatusView.DiscoveredRow;
import dev.rootbridge.web.StatusView.RemoteRow;
import dev.rootbridge.web.StatusView.Standing;
import java.util.ArrayList;
import java.util.List;

/** Says in words what a plan knows of other clusters. */
final class RemotesInWords {

  private RemotesInWords() {}

  static RemoteRow remote(SyncPlan.Remote remote, SyncPlan.Local local) {
    List<SyncPlan.Namespace> namespaces = remote.namespaces().toList();
    long current =
        namespaces.stream()
            .filter(
                namespace ->
                    namespace.state() == SyncPlan.TargetState.CURRENT
                        || namespace.state() == SyncPlan.TargetState.NOT_NEEDED)
            .count();
    return new RemoteRow(
        remote.name(),
        standing(remote),
        remote.cluster().isEmpty()
            ? "not seen"
            : current + " of " + namespaces.size() + " have what they should",
        switch (TrustBack.of(remote, local)) {
          case SHARED_ROOT -> "Each trusts the other, by a root of both.";
          case OTHER_ROOTS -> "Neither trusts the other: they have no root in common.";
          case UNKNOWN -> "Not known before its root is.";
        },
        remote.root().reason() + ": " + remote.root().message());
  }

  private static Standing standing(SyncPlan.Remote remote) {
    if (remote.cluster().isEmpty()) {
      return remote.root().status() == Condition.Status.UNKNOWN
          ? Standing.waiting("Not read yet")
          : Standing.bad("Not served");
    }
    return remote.root().status() == Condition.Status.TRUE
        ? Standing.good("Served")
        : Standing.waiting("Served from memory");
  }

  static DiscoveredRow discovered(Discovery.Entry entry) {
    List<String> uses = new ArrayList<>();
    entry.domains().forEach(domain -> uses.add("FederatedTrustDomain " + domain));
    entry.clusters().forEach(cluster -> uses.add("remote cluster " + cluster));
    return new DiscoveredRow(
        entry.secret().namespace() + "/" + entry.secret().name(),
        entry.secret().cluster().orElse("not told"),
        entry.isUnused() ? Standing.waiting("Not used") : Standing.good("Used"),
        entry.isUnused()
            ? "Not trusted before a FederatedTrustDomain or the configuration names it."
            : String.join(", ", uses));
  }
}
