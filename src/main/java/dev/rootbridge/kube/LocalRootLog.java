package dev.rootbridge.kube;

import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells the log what becomes of the local roots, as no resource's status does, once a change. */
final class LocalRootLog {

  private static final Logger LOG = Logger.getLogger(LocalRootLog.class);

  private List<Condition> told = List.of();

  void tell(SyncPlan.Local local) {
    List<Condition> now = List.of(local.source(), local.verification());
    now.stream()
        .filter(condition -> !told.contains(condition))
        .forEach(condition -> tell(local.trustDomain(), condition));
    told = now;
  }

  private static void tell(TrustDomain domain, Condition condition) {
    About.the(Field.DOMAIN, domain.name())
        .and(Field.WHAT, condition.type().label())
        .and(Field.REASON, condition.reason())
        .log(
            () ->
                LOG.logf(
                    condition.status() == Condition.Status.TRUE
                        ? Logger.Level.INFO
                        : Logger.Level.WARN,
                    "local roots: %s: %s",
                    condition.reason(),
                    condition.message()));
  }
}
