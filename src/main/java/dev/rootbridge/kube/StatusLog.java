package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Conditions;
import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells the log which conditions of a resource are others than before, once that is written. */
final class StatusLog {

  private static final Logger LOG = Logger.getLogger(StatusLog.class);

  private StatusLog() {}

  static void tell(
      FederatedTrustDomain resource,
      FederatedTrustDomainStatus before,
      FederatedTrustDomainStatus now) {
    for (Conditions condition : conditions(now)) {
      Optional<String> stood =
          conditions(before).stream()
              .filter(old -> old.getType().equals(condition.getType()))
              .map(StatusLog::standing)
              .findFirst();
      if (!stood.equals(Optional.of(standing(condition)))) {
        tell(resource, stood, condition);
      }
    }
  }

  private static void tell(
      FederatedTrustDomain resource, Optional<String> stood, Conditions condition) {
    String name = resource.getMetadata().getName();
    About.the(Field.DOMAIN, resource.getSpec().getTrustDomain())
        .and(Field.NAME, name)
        .and(Field.WHAT, condition.getType())
        .and(Field.BEFORE, stood.orElse(""))
        .and(Field.AFTER, standing(condition))
        .and(Field.REASON, condition.getReason())
        .log(
            () ->
                LOG.logf(
                    condition.getStatus() == Conditions.Status.FALSE
                        ? Logger.Level.WARN
                        : Logger.Level.INFO,
                    "FederatedTrustDomain %s: %s: %s: %s",
                    name,
                    condition.getType(),
                    standing(condition),
                    condition.getMessage()));
  }

  private static String standing(Conditions condition) {
    return condition.getStatus().getValue() + ", " + condition.getReason();
  }

  private static List<Conditions> conditions(FederatedTrustDomainStatus status) {
    return Objects.requireNonNullElse(status.getConditions(), List.of());
  }
}
