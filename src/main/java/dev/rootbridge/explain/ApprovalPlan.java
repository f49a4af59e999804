package dev.rootbridge.explain;

import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.RotationPolicy.Approval;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What becomes of the wish to approve a root that waits. */
public sealed interface ApprovalPlan {

  /**
   * It is to be approved.
   *
   * @param approved all that {@code spec.rotation.approved} is to hold, those of before among them
   */
  record Approve(Anchor anchor, SortedSet<Fingerprint> approved) implements ApprovalPlan {}

  /**
   * None was named. Whoever approves has to compare a fingerprint with the other side's, so none is
   * approved for being the only one.
   */
  record Waiting(List<Anchor> anchors) implements ApprovalPlan {
    public Waiting {
      anchors = List.copyOf(anchors);
    }
  }

  /**
   * There is nothing to approve.
   *
   * @param why one sentence
   */
  record Nothing(String why) implements ApprovalPlan {}

  /**
   * It can't be approved.
   *
   * @param why one sentence
   */
  record Refused(String why) implements ApprovalPlan {}

  /**
   * Plans it.
   *
   * @param fingerprint of a certificate; empty to see what waits
   */
  static ApprovalPlan of(DomainFacts domain, Optional<Fingerprint> fingerprint) {
    List<Anchor> pending =
        domain.domain().anchors().stream()
            .filter(anchor -> anchor.tracked().state() == AnchorState.PENDING)
            .map(anchor -> anchor.tracked().anchor())
            .toList();
    if (fingerprint.isEmpty()) {
      return pending.isEmpty() ? new Nothing(nothing(domain)) : new Waiting(pending);
    }
    Fingerprint named = fingerprint.get();
    if (domain.trust().rotation().approved().contains(named)) {
      return new Nothing("it is approved already");
    }
    return pending.stream()
        .filter(anchor -> anchor.fingerprint().equals(named))
        .findFirst()
        .<ApprovalPlan>map(anchor -> approve(domain, anchor))
        .orElseGet(() -> new Refused(whyNot(domain, named)));
  }

  private static Approve approve(DomainFacts domain, Anchor anchor) {
    SortedSet<Fingerprint> all = new TreeSet<>(domain.trust().rotation().approved());
    all.add(anchor.fingerprint());
    return new Approve(anchor, all);
  }

  private static String nothing(DomainFacts domain) {
    return "no root of "
        + domain.trustDomain()
        + " waits"
        + (domain.trust().rotation().approval() == Approval.AUTOMATIC
            ? ", and none will: rotation.approval is Automatic"
            : "");
  }

  private static String whyNot(DomainFacts domain, Fingerprint named) {
    for (AnchorStatus status : domain.domain().anchors()) {
      Anchor anchor = status.tracked().anchor();
      if (anchor.fingerprint().equals(named)) {
        return anchor
            + " doesn't wait, it is "
            + status.tracked().state().label()
            + (status.tracked().message().isEmpty() ? "" : ": " + status.tracked().message());
      }
      if (anchor.keyFingerprint().equals(named)) {
        return "that is the fingerprint of a public key; approve the certificate's, "
            + anchor.fingerprint();
      }
    }
    return "no root that is known of "
        + domain.trustDomain()
        + " has this fingerprint; see those that wait by rootbridge approve "
        + domain.name();
  }
}
