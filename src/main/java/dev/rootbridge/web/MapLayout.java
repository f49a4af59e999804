package dev.rootbridge.web;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.web.MapView.Box;
import dev.rootbridge.web.MapView.Edge;
import dev.rootbridge.web.MapView.Member;
import dev.rootbridge.web.StatusView.RemoteRow;
import dev.rootbridge.web.StatusView.Standing;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws who trusts whom: this cluster on the left, above the clusters that are of its mesh, and the
 * trust domains on the right. Lines lead from who trusts to who is trusted.
 */
final class MapLayout {

  /** More are unreadable as a drawing; the table has all. */
  static final int MOST_DOMAINS = 40;

  private static final int MOST_MEMBERS = 20;
  private static final int WIDTH = 720;
  private static final int MARGIN = 8;
  private static final int LEFT_WIDTH = 220;
  private static final int RIGHT_X = 476;
  private static final int RIGHT_WIDTH = WIDTH - RIGHT_X - MARGIN;
  private static final int BOX_HEIGHT = 64;
  private static final int DOMAIN_PITCH = 96;
  private static final int MEMBER_PITCH = 80;
  private static final int NAME_LENGTH = 24;
  private static final int HEAD = 9;
  private static final int BACK = 14;

  private final SyncPlan plan;
  private final TrustDomain local;
  private final int height;
  private final Box home;

  private MapLayout(SyncPlan plan) {
    this.plan = plan;
    this.local = plan.home().local().trustDomain();
    int rows = Math.min(plan.domains().size(), MOST_DOMAINS);
    int members = Math.min(plan.remotes().size(), MOST_MEMBERS);
    int left = BOX_HEIGHT + members * MEMBER_PITCH;
    this.height = 2 * MARGIN + Math.max(left, rows * DOMAIN_PITCH);
    this.home =
        box(
            MARGIN,
            (height - left) / 2,
            LEFT_WIDTH,
            local.name(),
            "this cluster",
            OwnRoots.standing(plan.home().local()));
  }

  static MapView of(SyncPlan plan) {
    return new MapLayout(plan).draw();
  }

  private MapView draw() {
    List<Edge> edges = new ArrayList<>();
    for (SyncPlan.Domain domain : plan.domains().stream().limit(MOST_DOMAINS).toList()) {
      edges.add(edge(domain, edges.size()));
    }
    List<Member> members = new ArrayList<>();
    for (SyncPlan.Remote remote : plan.remotes().stream().limit(MOST_MEMBERS).toList()) {
      members.add(member(RemotesInWords.remote(remote), members.size()));
    }
    return new MapView(
        WIDTH, height, home, edges, members, Math.max(0, plan.domains().size() - MOST_DOMAINS));
  }

  private Edge edge(SyncPlan.Domain domain, int row) {
    Box box =
        box(
            RIGHT_X,
            MARGIN + row * DOMAIN_PITCH + (DOMAIN_PITCH - BOX_HEIGHT) / 2,
            RIGHT_WIDTH,
            domain.trust().trustDomain().name(),
            Calls.of(domain).signs(),
            DomainHealth.of(domain).standing());
    int from = home.x() + home.width();
    int start = home.signY();
    int end = box.signY();
    Standing constraint = constraint(domain.trust().constraint());
    return new Edge(
        box,
        PlanInWords.sectionId(row),
        curve(from, start - BACK / 2, box.x() - HEAD, end),
        head(box.x(), end, -HEAD),
        curve(from + HEAD, start + BACK / 2, box.x(), end + BACK),
        head(from, start + BACK / 2, HEAD),
        DomainHealth.isPublished(domain) ? constraint.look().styleClass() : "idle",
        constraint,
        sentence(domain, constraint));
  }

  private Member member(RemoteRow remote, int row) {
    Box box =
        box(
            MARGIN,
            home.y() + BOX_HEIGHT + row * MEMBER_PITCH + MEMBER_PITCH - BOX_HEIGHT,
            LEFT_WIDTH,
            remote.name(),
            remote.standing().word(),
            remote.standing());
    int x = box.x() + box.width() / 2;
    return new Member(
        box,
        "M" + x + " " + (box.y() - (MEMBER_PITCH - BOX_HEIGHT)) + "V" + box.y(),
        "Cluster "
            + remote.name()
            + " is on the istiod of this one: "
            + remote.standing().word()
            + ". "
            + remote.root());
  }

  private String sentence(SyncPlan.Domain domain, Standing constraint) {
    TrustDomain other = domain.trust().trustDomain();
    return (DomainHealth.isPublished(domain)
            ? local + " trusts " + other
            : local + " does not trust " + other + " now")
        + ": "
        + DomainHealth.of(domain).standing().word()
        + "; "
        + constraint.word()
        + ". Calls: "
        + Calls.of(domain).words()
        + " Whether "
        + other
        + " trusts "
        + local
        + " is not known here.";
  }

  static Standing constraint(Constraint constraint) {
    return switch (constraint.mode()) {
      case TRUST_DOMAIN -> Standing.good("Constrained");
      case NONE -> Standing.bad("Not constrained");
    };
  }

  private static Box box(int x, int y, int width, String name, String detail, Standing standing) {
    String shown =
        name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH - 1) + "\u2026" : name;
    return new Box(x, y, width, BOX_HEIGHT, shown, name, detail, standing);
  }

  private static String curve(int fromX, int fromY, int toX, int toY) {
    int middle = (fromX + toX) / 2;
    return "M%d %dC%d %d %d %d %d %d".formatted(fromX, fromY, middle, fromY, middle, toY, toX, toY);
  }

  /**
   * @param tail where the head ends, seen from its tip
   */
  private static String head(int x, int y, int tail) {
    return "M%d %dL%d %dL%d %dZ".formatted(x, y, x + tail, y - 5, x + tail, y + 5);
  }
}
