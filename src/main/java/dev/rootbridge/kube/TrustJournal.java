package dev.rootbridge.kube;

import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import dev.rootbridge.sync.ChangesView;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TrustChange;
import dev.rootbridge.sync.TrustChanges;
import dev.rootbridge.sync.World;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Remembers what changed lately, for the page; and writes one line to the log for each change of
 * trust, under a category of its own, so that it can be kept apart. The lines come from the replica
 * that writes, so that there is one for each change and not one for each replica.
 */
final class TrustJournal implements ChangesView {

  static final String AUDIT = "dev.rootbridge.audit";

  private static final Logger LOG = Logger.getLogger(AUDIT);
  private static final int REMEMBERED = 200;

  private final Deque<TrustChange> latest = new ArrayDeque<>();
  private Optional<SyncPlan> last = Optional.empty();
  private Instant since = Instant.EPOCH;

  /** Who keeps the journal. */
  enum Role {
    /** The replica that writes. */
    LEADER,
    /** Another, that only remembers. */
    FOLLOWER
  }

  /** To be told of every plan, with the world that it was made from. */
  synchronized void planned(World world, SyncPlan plan, Role role) {
    List<TrustChange> changes =
        last.map(before -> TrustChanges.between(before, plan))
            .orElseGet(() -> TrustChanges.sinceRecorded(world, plan));
    if (last.isEmpty()) {
      since = plan.madeAt();
    }
    last = Optional.of(plan);
    for (TrustChange change : changes) {
      latest.addFirst(change);
      if (latest.size() > REMEMBERED) {
        latest.removeLast();
      }
      if (role == Role.LEADER && change.kind().isOfTrust()) {
        audit(change);
      }
    }
  }

  @Override
  public synchronized Changes changes() {
    return new Changes(since, List.copyOf(latest));
  }

  private static void audit(TrustChange change) {
    About.the(Field.DOMAIN, change.trustDomain().name())
        .and(Field.NAME, change.resource().orElse(""))
        .and(Field.WHAT, change.kind().label() + " " + change.subject())
        .and(Field.BEFORE, change.before())
        .and(Field.AFTER, change.after())
        .and(Field.CAUSE, change.cause())
        .log(
            () ->
                LOG.infof(
                    "trust changed: %s: %s %s: from \"%s\" to \"%s\"; cause: %s",
                    change.trustDomain(),
                    change.kind().label(),
                    change.subject(),
                    change.before(),
                    change.after(),
                    change.cause()));
  }
}
