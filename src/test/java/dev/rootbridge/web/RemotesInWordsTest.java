package dev.rootbridge.web;

import static dev.rootbridge.web.TestPlan.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.ChangesView.Changes;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.DiscoveredSecret;
import dev.rootbridge.sync.Discovery;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.web.StatusView.DiscoveredRow;
import dev.rootbridge.web.StatusView.NamespaceRow;
import dev.rootbridge.web.StatusView.RemoteRow;
import dev.rootbridge.web.StatusView.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemotesInWordsTest {

  @Test
  void aRemoteClusterThatIsServed() {
    assertThat(view(served(Condition.Status.TRUE)).remotes())
        .containsExactly(
            new RemoteRow(
                "west",
                Standing.good("Served"),
                "1 of 2 have what they should",
                "Each trusts the other, by a root of both.",
                "Why: why and what to do"));
  }

  @Test
  void itsNamespacesAreListedAsItsOwn() {
    assertThat(view(served(Condition.Status.TRUE)).namespaces().first())
        .extracting(NamespaceRow::name)
        .containsExactly("west/bank", "shop", "west/shop");
  }

  @Test
  void aRemoteClusterWhoseRootCanNotBeReadNow() {
    assertThat(view(served(Condition.Status.FALSE)).remotes())
        .extracting(RemoteRow::standing)
        .containsExactly(Standing.waiting("Served from memory"));
  }

  @Test
  void aRemoteClusterThatIsNotSeen() {
    SyncPlan.Remote away =
        new SyncPlan.Remote(
            "west",
            Optional.empty(),
            condition(Condition.Type.SOURCE_REACHABLE, Condition.Status.FALSE));
    SyncPlan.Remote starting =
        new SyncPlan.Remote(
            "east",
            Optional.empty(),
            condition(Condition.Type.SOURCE_REACHABLE, Condition.Status.UNKNOWN));

    assertThat(view(away, starting).remotes())
        .containsExactly(
            new RemoteRow(
                "west",
                Standing.bad("Not served"),
                "not seen",
                "Not known before its root is.",
                "Why: why and what to do"),
            new RemoteRow(
                "east",
                Standing.waiting("Not read yet"),
                "not seen",
                "Not known before its root is.",
                "Why: why and what to do"));
  }

  @Test
  void secretsAreShownWithWhoUsesThem() {
    Discovery.Entry unused =
        new Discovery.Entry(
            new DiscoveredSecret("istio-system", "a", Optional.empty()), List.of(), List.of());
    Discovery.Entry used =
        new Discovery.Entry(
            new DiscoveredSecret("istio-system", "b", Optional.of("west")),
            List.of("cluster-b"),
            List.of("west"));

    assertThat(view(Optional.of(new Discovery(List.of(unused, used)))).discovered())
        .containsExactly(
            new DiscoveredRow(
                "istio-system/a",
                "not told",
                Standing.waiting("Not used"),
                "Not trusted before a FederatedTrustDomain or the configuration names it."),
            new DiscoveredRow(
                "istio-system/b",
                "west",
                Standing.good("Used"),
                "FederatedTrustDomain cluster-b, remote cluster west"));
  }

  private static SyncPlan.Remote served(Condition.Status status) {
    Condition root = condition(Condition.Type.SOURCE_REACHABLE, status);
    return new SyncPlan.Remote(
        "west",
        Optional.of(
            new SyncPlan.Cluster(
                TestPlan.settled().home().local(),
                List.of(
                    TestPlan.namespace("shop", TargetState.CURRENT),
                    TestPlan.namespace("bank", TargetState.PENDING)),
                List.of(),
                new MissedPods(List.of(), Optional.empty()),
                Map.of())),
        root);
  }

  private static StatusView view(SyncPlan.Remote... remotes) {
    return view(List.of(remotes), Optional.empty());
  }

  private static StatusView view(Optional<Discovery> discovery) {
    return view(List.of(), discovery);
  }

  private static StatusView view(List<SyncPlan.Remote> remotes, Optional<Discovery> discovery) {
    SyncPlan home = TestPlan.settled();
    SyncPlan plan = new SyncPlan(home.madeAt(), home.domains(), home.home(), remotes, discovery);
    return PlanInWords.of(
        plan, new Changes(home.madeAt(), List.of()), List.of(), List.of(), home.madeAt());
  }
}
