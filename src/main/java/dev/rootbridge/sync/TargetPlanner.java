package dev.rootbridge.sync;

import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Presence;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.trust.Federation;
import dev.rootbridge.trust.RenderedBundle;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Decides for each namespace what its ConfigMap must hold, and what is to be done for it. */
final class TargetPlanner {

  /** The namespace label that opts in, and its value. */
  static final String OPT_IN_LABEL = "rootbridge.dev/injection";

  static final String OPT_IN_VALUE = "enabled";

  private final List<FederatedTrust> accepted;
  private final Set<TrustDomain> unread;
  private final Optional<Federation> federation;
  private final Map<String, String> failures;
  private final Map<Set<TrustDomain>, RenderedBundle> rendered = new HashMap<>();
  private final List<SyncPlan.Namespace> namespaces = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();

  /**
   * @param unread domains whose source has not been looked at yet, and of which nothing is known
   * @param federation empty while no local anchor may be published
   */
  TargetPlanner(
      List<FederatedTrust> accepted,
      Set<TrustDomain> unread,
      Optional<Federation> federation,
      Map<String, String> failures) {
    this.accepted = accepted;
    this.unread = unread;
    this.federation = federation;
    this.failures = failures;
  }

  List<SyncPlan.Namespace> namespaces() {
    return namespaces;
  }

  List<Action> actions() {
    return actions;
  }

  void decide(World.Namespace namespace) {
    if (namespace.phase() == World.Phase.TERMINATING) {
      return;
    }
    if (!OPT_IN_VALUE.equals(namespace.labels().get(OPT_IN_LABEL))) {
      remove(namespace);
      return;
    }
    Verdict verdict = new Verdict(namespace, mayTrust(namespace));
    if (verdict.mayTrust.isEmpty()) {
      remove(namespace);
      verdict.is(TargetState.NOT_NEEDED, Presence.ABSENT, "no federated trust domain selects it");
    } else if (federation.isEmpty()) {
      verdict.is(
          TargetState.WAITING,
          Presence.ABSENT,
          "this cluster's own root is not known or not verified yet");
    } else if (verdict.mayTrust.stream().anyMatch(unread::contains)) {
      verdict.is(TargetState.WAITING, Presence.EXPECTED, "a source has not been read yet");
    } else {
      publish(verdict, federation.get());
    }
  }

  private SortedSet<TrustDomain> mayTrust(World.Namespace namespace) {
    return accepted.stream()
        .filter(trust -> trust.namespaces().matches(namespace.labels()))
        .map(FederatedTrust::trustDomain)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void publish(Verdict verdict, Federation federation) {
    RenderedBundle bundle =
        rendered.computeIfAbsent(
            verdict.mayTrust, scope -> RenderedBundle.render(federation, scope));
    if (bundle instanceof RenderedBundle.TooLarge tooLarge) {
      verdict.is(TargetState.FAILED, Presence.ABSENT, tooLarge.message());
      return;
    }
    Map<String, String> data = TargetData.of((RenderedBundle.Rendered) bundle);
    String name = verdict.namespace.name();
    Optional<ExistingTarget> existing = verdict.namespace.target();
    if (existing.filter(target -> target.owner() == World.Owner.SOMEONE_ELSE).isPresent()) {
      verdict.is(
          TargetState.CONFLICT,
          Presence.ABSENT,
          "ConfigMap "
              + name
              + "/"
              + TargetData.CONFIG_MAP
              + " is not Rootbridge's: rename or delete it");
    } else if (existing.filter(target -> target.data().equals(data)).isPresent()) {
      verdict.is(TargetState.CURRENT, Presence.PRESENT, "");
    } else {
      actions.add(write(name, data, existing));
      if (failures.containsKey(name)) {
        verdict.is(TargetState.FAILED, Presence.ABSENT, failures.get(name));
      } else {
        verdict.is(TargetState.PENDING, Presence.EXPECTED, "about to be written");
      }
    }
  }

  private static Action.Write write(
      String namespace, Map<String, String> data, Optional<ExistingTarget> existing) {
    Set<String> surplus = new HashSet<>();
    existing.ifPresent(target -> surplus.addAll(target.data().keySet()));
    surplus.removeAll(data.keySet());
    return new Action.Write(namespace, data, surplus, existing.map(ExistingTarget::mutability));
  }

  private void remove(World.Namespace namespace) {
    if (isOurs(namespace)) {
      actions.add(new Action.Delete(namespace.name()));
    }
  }

  private static boolean isOurs(World.Namespace namespace) {
    return namespace
        .target()
        .filter(target -> target.owner() == World.Owner.ROOTBRIDGE)
        .isPresent();
  }

  /** What is said of one opted-in namespace. */
  private final class Verdict {
    private final World.Namespace namespace;
    private final SortedSet<TrustDomain> mayTrust;

    Verdict(World.Namespace namespace, SortedSet<TrustDomain> mayTrust) {
      this.namespace = namespace;
      this.mayTrust = mayTrust;
    }

    /** A bundle of ours that is there can be mounted, whatever keeps it from being renewed. */
    void is(TargetState state, Presence otherwise, String message) {
      Presence presence =
          isOurs(namespace) && state != TargetState.NOT_NEEDED ? Presence.PRESENT : otherwise;
      namespaces.add(new SyncPlan.Namespace(namespace.name(), mayTrust, state, presence, message));
    }
  }
}
