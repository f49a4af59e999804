package dev.rootbridge.sync;

import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Presence;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Decides about one ConfigMap.
 *
 * @param failure why its last write failed
 */
record TargetDecision(
    TargetKey key, Optional<ExistingTarget> existing, Optional<String> failure, Sources sources) {

  /**
   * What contents are made from.
   *
   * @param bundles empty while no local anchor is known
   * @param unread domains of which nothing is known yet
   */
  record Sources(Optional<RenderedBundles> bundles, Set<TrustDomain> unread, Instant now) {}

  /** How the target stands, and what is to be done about it. */
  record Verdict(SyncPlan.Target target, Optional<Action> action) {}

  /** The ConfigMap must hold the anchors of this scope beside the local ones. */
  Verdict publish(SortedSet<TrustDomain> scope) {
    if (sources.bundles().isEmpty()) {
      return nothing(
          scope,
          TargetState.WAITING,
          Presence.ABSENT,
          "this cluster's own root is not known or not verified yet");
    }
    if (!Collections.disjoint(scope, sources.unread())) {
      return nothing(
          scope, TargetState.WAITING, Presence.EXPECTED, "a source has not been read yet");
    }
    RenderedBundles.Outcome outcome = sources.bundles().get().of(scope);
    if (outcome instanceof RenderedBundles.Outcome.TooLarge tooLarge) {
      return nothing(scope, TargetState.FAILED, Presence.ABSENT, tooLarge.message());
    }
    Verdict verdict = publish(scope, ((RenderedBundles.Outcome.Ready) outcome).content());
    return new Verdict(
        verdict.target().without(((RenderedBundles.Outcome.Ready) outcome).leftOut()),
        verdict.action());
  }

  private Verdict publish(SortedSet<TrustDomain> scope, TargetContent content) {
    if (existing.filter(target -> target.owner() == World.Owner.SOMEONE_ELSE).isPresent()) {
      return nothing(
          scope,
          TargetState.CONFLICT,
          Presence.ABSENT,
          "ConfigMap " + key + " is not Rootbridge's: rename or delete it");
    }
    if (existing.filter(target -> target.content().equals(content.fingerprint())).isPresent()) {
      return nothing(scope, TargetState.CURRENT, Presence.PRESENT, "");
    }
    SyncPlan.Target target =
        failure
            .map(message -> target(scope, TargetState.FAILED, Presence.ABSENT, message))
            .orElseGet(
                () -> target(scope, TargetState.PENDING, Presence.EXPECTED, "about to be written"));
    return new Verdict(target, Optional.of(write(content)));
  }

  SyncPlan.Target notNeeded() {
    return new SyncPlan.Target(
        key.name(),
        Collections.emptySortedSet(),
        TargetState.NOT_NEEDED,
        Presence.ABSENT,
        "no federated trust domain selects it");
  }

  SyncPlan.Target overLimit(int limit) {
    return new SyncPlan.Target(
        key.name(),
        Collections.emptySortedSet(),
        TargetState.OVER_LIMIT,
        Presence.ABSENT,
        "ConfigMap "
            + key
            + " would be one scope too many: a namespace may have "
            + limit
            + "; let its workloads share scopes, or raise rootbridge.sync.max-scopes");
  }

  private Action.Write write(TargetContent content) {
    Set<String> surplus = new HashSet<>();
    existing.ifPresent(target -> surplus.addAll(target.keys()));
    surplus.removeAll(content.data().keySet());
    // No key can be binary and text at once, so that ours couldn't be written beside it.
    existing.ifPresent(target -> surplus.addAll(target.binaryKeys()));
    return new Action.Write(key, content, surplus, changes(), existing.map(ExistingTarget::seen));
  }

  /** One that is made anew has no past: whoever started before it reads another one. */
  private ContentChanges changes() {
    return existing
        .filter(target -> target.mutability() == World.Mutability.MUTABLE)
        .map(target -> target.changes().and(sources.now()))
        .orElse(ContentChanges.NONE);
  }

  private Verdict nothing(
      SortedSet<TrustDomain> scope, TargetState state, Presence otherwise, String message) {
    return new Verdict(target(scope, state, otherwise, message), Optional.empty());
  }

  /** A bundle of ours that is there can be mounted, whatever keeps it from being renewed. */
  private SyncPlan.Target target(
      SortedSet<TrustDomain> scope, TargetState state, Presence otherwise, String message) {
    boolean present =
        existing.filter(target -> target.owner() == World.Owner.ROOTBRIDGE).isPresent();
    return new SyncPlan.Target(
        key.name(), scope, state, present ? Presence.PRESENT : otherwise, message);
  }
}
