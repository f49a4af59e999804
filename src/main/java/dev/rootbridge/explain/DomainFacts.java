package dev.rootbridge.explain;

import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One {@code FederatedTrustDomain}: what the admin asked for, and what Rootbridge last said of it.
 *
 * @param domain with the anchors, counts and conditions of its status
 * @param observed the generation that the status speaks of; empty while there is no status
 */
public record DomainFacts(SyncPlan.Domain domain, OptionalLong observed) {

  public FederatedTrust trust() {
    return domain.trust();
  }

  public TrustDomain trustDomain() {
    return trust().trustDomain();
  }

  /** The resource's name. */
  public String name() {
    return trust().name();
  }

  /** Whether the status speaks of the present spec. */
  public boolean isObserved() {
    return observed.isPresent() && observed.getAsLong() >= trust().generation();
  }

  /**
   * That proxies refuse all that is under its published roots; empty where one of these is valid,
   * or none is published.
   */
  Optional<Failed> lapse(Instant now) {
    List<Anchor> published = domain.published();
    if (published.isEmpty() || domain.isTrustedAt(now)) {
      return Optional.empty();
    }
    Optional<Instant> next =
        published.stream()
            .map(Anchor::notBefore)
            .filter(start -> start.isAfter(now))
            .min(Comparator.naturalOrder());
    return Optional.of(
        next.isPresent()
            ? new Failed(
                "no root of it is valid: the next begins at " + next.get(),
                "see why its source has none that is valid now")
            : new Failed(
                "no root of it is valid: the last ended at "
                    + published.stream()
                        .map(Anchor::notAfter)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                "see why its source has no newer one"));
  }

  /** Whether it is so, as far as the status says. */
  public boolean holds(Condition.Type type) {
    return domain
        .condition(type)
        .filter(condition -> condition.status() == Condition.Status.TRUE)
        .isPresent();
  }
}
