package dev.rootbridge.explain;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.TrustDomain;
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

  /** Whether it is so, as far as the status says. */
  public boolean holds(Condition.Type type) {
    return domain
        .condition(type)
        .filter(condition -> condition.status() == Condition.Status.TRUE)
        .isPresent();
  }
}
