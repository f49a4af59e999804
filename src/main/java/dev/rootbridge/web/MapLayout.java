package dev.rootbridge.web;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.web.MapShape.Label;
import dev.rootbridge.web.MapShape.Lines;
import dev.rootbridge.web.MapShape.Spot;
import dev.rootbridge.web.MapView.Box;
import dev.rootbridge.web.MapView.Edge;
import dev.rootbridge.web.MapView.Member;
import dev.rootbridge.web.MapView.Word;
import dev.rootbridge.web.StatusView.RemoteRow;
import dev.rootbridge.web.StatusView.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Draws who trusts whom: this cluster, the clusters that are of its mesh, and the trust domains.
 * Lines lead from who trusts to who is trusted.
 */
final class MapLayout {

  /** More are unreadable as a drawing; the tables have all. */
  static final int MOST_DOMAINS = 40;

  static final int MOST_MEMBERS = 20;

  private static final int NAME_LENGTH = 22;
  private static final String IDLE = "idle";

  private final SyncPlan plan;
  private final SyncPlan.Local local;
  private final Fit fit;
  private final Instant now;
  private final MapShape shape;

  private MapLayout(SyncPlan plan, Fit fit, Instant now) {
    this.plan = plan;
    this.local = plan.home().local();
    this.fit = fit;
    this.now = now;
    this.shape =
        MapShape.of(
            fit,
            Math.min(plan.remotes().size(), MOST_MEMBERS),
            Math.min(plan.domains().size(), MOST_DOMAINS));
  }

  /**
   * @param now what expiry is counted from
   */
  static MapView of(SyncPlan plan, Fit fit, Instant now) {
    return new MapLayout(plan, fit, now).draw();
  }

  private MapView draw() {
    List<Edge> edges = new ArrayList<>();
    for (SyncPlan.Domain domain : plan.domains().stream().limit(MOST_DOMAINS).toList()) {
      edges.add(edge(domain, edges.size()));
    }
    List<Member> members = new ArrayList<>();
    for (SyncPlan.Remote remote : plan.remotes().stream().limit(MOST_MEMBERS).toList()) {
      members.add(member(remote, members.size()));
    }
    return new MapView(
        fit,
        shape.width(),
        shape.height(),
        shape.trunk(),
        box(shape.home(), local.trustDomain().name(), "this cluster", OwnRoots.standing(local)),
        edges,
        members,
        more());
  }

  private String more() {
    String more =
        Stream.concat(
                more(plan.domains().size() - MOST_DOMAINS, "trust domain"),
                more(plan.remotes().size() - MOST_MEMBERS, "cluster"))
            .collect(Collectors.joining(" and "));
    return more.isEmpty() ? "" : "In the tables only: " + more + ".";
  }

  private static Stream<String> more(int count, String what) {
    return count > 0
        ? Stream.of(count + " more " + what + (count == 1 ? "" : "s"))
        : Stream.empty();
  }

  private Edge edge(SyncPlan.Domain domain, int row) {
    Spot spot = shape.domain(row);
    Lines lines = shape.trust(spot);
    Standing constraint = constraint(domain.trust().constraint());
    TrustBack back = TrustBack.of(domain, local);
    boolean isKnown = back == TrustBack.SHARED_ROOT;
    return new Edge(
        box(
            spot,
            domain.trust().trustDomain().name(),
            Calls.of(domain).signs(),
            DomainHealth.of(domain, now).standing()),
        PlanInWords.sectionId(row),
        lines.line(),
        lines.head(),
        lines.back(),
        lines.backHead(),
        domain.isTrustedAt(now) ? constraint.look().styleClass() : IDLE,
        isKnown ? "known" : "unknown",
        word(lines.label(), constraint.word(), constraint.look().styleClass()),
        word(
            lines.backLabel(),
            isKnown ? "trusts back: it has our root" : "trusts back? Not known here",
            "quiet"),
        sentence(domain, constraint, back));
  }

  private Member member(SyncPlan.Remote remote, int row) {
    Spot spot = shape.member(row);
    Lines lines = shape.mesh(spot);
    RemoteRow words = RemotesInWords.remote(remote, local);
    TrustBack back = TrustBack.of(remote, local);
    boolean isMutual = back == TrustBack.SHARED_ROOT;
    return new Member(
        box(spot, remote.name(), "on this istiod", words.standing()),
        lines.line(),
        isMutual ? List.of(lines.head(), lines.backHead()) : List.of(),
        isMutual ? "good" : IDLE,
        word(
            lines.label(),
            switch (back) {
              case SHARED_ROOT -> "each trusts the other";
              case OTHER_ROOTS -> "neither trusts the other";
              case UNKNOWN -> "trust? Not known yet";
            },
            "quiet"),
        "Cluster "
            + remote.name()
            + " is on the istiod of this one: "
            + words.standing().word()
            + ". "
            + words.trust()
            + " "
            + words.root());
  }

  private String sentence(SyncPlan.Domain domain, Standing constraint, TrustBack back) {
    TrustDomain here = local.trustDomain();
    TrustDomain other = domain.trust().trustDomain();
    return (domain.isTrustedAt(now)
            ? here + " trusts " + other
            : here + " does not trust " + other + " now")
        + ": "
        + DomainHealth.of(domain, now).standing().word()
        + "; "
        + constraint.word()
        + ". Calls: "
        + Calls.of(domain).words()
        + (back == TrustBack.SHARED_ROOT
            ? " " + other + " has a root of " + here + ", and so trusts it."
            : " Whether " + other + " trusts " + here + " is not known here.");
  }

  static Standing constraint(Constraint constraint) {
    return switch (constraint.mode()) {
      case TRUST_DOMAIN -> Standing.good("Constrained");
      case NONE -> Standing.bad("Not constrained");
    };
  }

  private static Word word(Label label, String text, String styleClass) {
    return new Word(label.x(), label.y(), text, label.anchor() + " " + styleClass);
  }

  private static Box box(Spot spot, String name, String detail, Standing standing) {
    String shown =
        name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH - 1) + "\u2026" : name;
    return new Box(
        spot.x(), spot.y(), spot.width(), MapShape.BOX_HEIGHT, shown, name, detail, standing);
  }
}
