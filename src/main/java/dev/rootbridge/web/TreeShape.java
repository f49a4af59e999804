package dev.rootbridge.web;

/**
 * One column: this cluster on top, and along a line that leads down from it the clusters of its
 * mesh and the trust domains.
 */
record TreeShape(int members, int domains) implements MapShape {

  private static final int WIDTH = 328;
  private static final int MARGIN = 4;
  private static final int TRUNK_X = 24;
  private static final int BOX_X = 72;
  private static final int LABEL = 26;
  private static final int GAP = 8;
  private static final int MEMBER_PITCH = LABEL + BOX_HEIGHT + GAP;
  private static final int DOMAIN_PITCH = LABEL + BOX_HEIGHT + LABEL + GAP;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return domainsTop() + domains * DOMAIN_PITCH + MARGIN;
  }

  private int domainsTop() {
    return MARGIN + BOX_HEIGHT + members * MEMBER_PITCH;
  }

  @Override
  public String trunk() {
    if (members + domains == 0) {
      return "";
    }
    Spot last = domains > 0 ? domain(domains - 1) : member(members - 1);
    return "M%d %dV%d".formatted(TRUNK_X, MARGIN + BOX_HEIGHT, last.middle() + BACK / 2);
  }

  @Override
  public Spot home() {
    return new Spot(MARGIN, MARGIN, WIDTH - 2 * MARGIN);
  }

  @Override
  public Spot member(int row) {
    return box(MARGIN + BOX_HEIGHT + row * MEMBER_PITCH + LABEL);
  }

  @Override
  public Spot domain(int row) {
    return box(domainsTop() + row * DOMAIN_PITCH + LABEL);
  }

  private static Spot box(int y) {
    return new Spot(BOX_X, y, WIDTH - BOX_X - MARGIN);
  }

  @Override
  public Lines trust(Spot domain) {
    return MapShape.fromTrunk(
        TRUNK_X,
        domain,
        Label.startingAt(BOX_X, domain.y() - 8),
        Label.startingAt(BOX_X, domain.y() + BOX_HEIGHT + 17));
  }

  @Override
  public Lines mesh(Spot member) {
    Label label = Label.startingAt(BOX_X, member.y() - 8);
    return new Lines(
        "M%d %dH%d".formatted(TRUNK_X + HEAD, member.middle(), BOX_X - HEAD),
        MapShape.lyingHead(BOX_X, member.middle(), -HEAD),
        "",
        MapShape.lyingHead(TRUNK_X, member.middle(), HEAD),
        label,
        label);
  }
}
