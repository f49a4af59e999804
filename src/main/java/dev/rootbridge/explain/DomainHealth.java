package dev.rootbridge.explain;

import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.trust.Anchor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a federated trust domain is trusted as it should be, and what there is to say where it
 * isn't.
 *
 * @param troubles one sentence each, in the order in which to look at them; without any, all is
 *     well
 */
public record DomainHealth(Standing standing, List<String> troubles) {

  /** How long before its end an anchor is told of. */
  private static final Duration SOON = Duration.ofDays(30);

  private static final List<Condition.Type> NEEDED =
      List.of(Condition.Type.ACCEPTED, Condition.Type.SOURCE_REACHABLE, Condition.Type.PUBLISHED);

  /** How a domain stands. */
  public enum Standing {
    /** It is accepted, read and published, and one of its published roots is valid. */
    SERVING("serving"),
    /** One of these doesn't hold. */
    NOT_SERVING("not serving");

    private final String label;

    Standing(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public DomainHealth {
    troubles = List.copyOf(troubles);
  }

  /** Judges what the status says. */
  public static DomainHealth of(DomainFacts facts, Instant now) {
    List<String> troubles = new ArrayList<>();
    if (facts.observed().isEmpty()) {
      troubles.add("Rootbridge has said nothing of it yet: see that it runs, by rootbridge doctor");
    } else if (!facts.isObserved()) {
      troubles.add(
          "the status is of an earlier spec (generation "
              + facts.observed().getAsLong()
              + " of "
              + facts.trust().generation()
              + "): wait a few seconds, then see that Rootbridge runs, by rootbridge doctor");
    }
    for (Condition condition : facts.domain().conditions()) {
      if (condition.status() != Condition.Status.TRUE) {
        troubles.add(
            "%s: %s, %s: %s"
                .formatted(
                    condition.type().label(),
                    condition.status().label(),
                    condition.reason(),
                    condition.message()));
      }
    }
    Optional<Failed> lapse = facts.lapse(now);
    lapse.ifPresent(failed -> troubles.add(failed.text() + ": " + failed.remedy().orElseThrow()));
    facts.domain().anchors().stream()
        .filter(status -> status.tracked().state().isTrusted())
        .flatMap(status -> expiry(status, now).stream())
        .forEach(troubles::add);
    return new DomainHealth(
        lapse.isEmpty() && NEEDED.stream().allMatch(facts::holds)
            ? Standing.SERVING
            : Standing.NOT_SERVING,
        troubles);
  }

  private static List<String> expiry(AnchorStatus status, Instant now) {
    Anchor anchor = status.tracked().anchor();
    if (now.isAfter(anchor.notAfter())) {
      return List.of(
          anchor + " has expired: its workloads are refused until its source has another");
    }
    return anchor.notAfter().isBefore(now.plus(SOON))
        ? List.of(
            anchor
                + " expires in "
                + Duration.between(now, anchor.notAfter()).toDays()
                + " days: its source must have the next one before")
        : List.of();
  }
}
