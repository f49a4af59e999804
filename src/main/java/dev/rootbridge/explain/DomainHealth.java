package dev.rootbridge.explain;

import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.mesh.Acceptance;
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
 * @param troubles in the order in which to look at them; without any, all is well
 */
public record DomainHealth(Standing standing, List<Trouble> troubles) {

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

  /** What there is to say, in one sentence. */
  public record Trouble(String text, Weight weight) {}

  /** What hangs on a trouble. */
  public enum Weight {
    /** Calls that should be answered aren't. */
    FAILURE,
    REMARK
  }

  public DomainHealth {
    troubles = List.copyOf(troubles);
  }

  /** Judges what the status says. */
  public static DomainHealth of(DomainFacts facts, Instant now) {
    Optional<Failed> lapse = facts.lapse(now);
    Standing standing =
        lapse.isEmpty() && NEEDED.stream().allMatch(facts::holds)
            ? Standing.SERVING
            : Standing.NOT_SERVING;
    Weight usual = standing == Standing.SERVING ? Weight.REMARK : Weight.FAILURE;
    List<Trouble> troubles = new ArrayList<>();
    staleness(facts).ifPresent(text -> troubles.add(new Trouble(text, usual)));
    for (Condition condition : facts.domain().conditions()) {
      if (condition.status() != Condition.Status.TRUE) {
        troubles.add(
            new Trouble(
                "%s: %s, %s: %s"
                    .formatted(
                        condition.type().label(),
                        condition.status().label(),
                        condition.reason(),
                        condition.message()),
                shutsOut(condition, facts) ? Weight.FAILURE : usual));
      }
    }
    lapse.ifPresent(
        failed ->
            troubles.add(new Trouble(failed.text() + ": " + failed.remedy().orElseThrow(), usual)));
    facts.domain().anchors().stream()
        .filter(status -> status.tracked().state().isTrusted())
        .flatMap(status -> expiry(status, now).stream())
        .forEach(text -> troubles.add(new Trouble(text, usual)));
    return new DomainHealth(standing, troubles);
  }

  /** Whether calls in are refused that the admin asked to have accepted. */
  private static boolean shutsOut(Condition condition, DomainFacts facts) {
    return condition.type() == Condition.Type.ACCEPTED_BY_MESH
        && condition.status() == Condition.Status.FALSE
        && facts.trust().acceptance() != Acceptance.NONE;
  }

  private static Optional<String> staleness(DomainFacts facts) {
    if (facts.observed().isEmpty()) {
      return Optional.of(
          "Rootbridge has said nothing of it yet: see that it runs, by rootbridge doctor");
    }
    return facts.isObserved()
        ? Optional.empty()
        : Optional.of(
            "the status is of an earlier spec (generation "
                + facts.observed().getAsLong()
                + " of "
                + facts.trust().generation()
                + "): wait a few seconds, then see that Rootbridge runs, by rootbridge doctor");
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
