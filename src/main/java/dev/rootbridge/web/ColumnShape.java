package dev.rootbridge.web;

/**
 * Two columns: this cluster on the left, above the clusters of its mesh, and the trust domains on
 * the right.
 */
record ColumnShape(int members, int domains) implements MapShape {

  private static final int WIDTH = 720;
  private static final int MARGIN = 8;
  private static final int LEFT_WIDTH = 224;
  private static final int TRUNK_X = 262;
  private static final int RIGHT_X = 478;
  private static final int DOMAIN_PITCH = 96;
  private static final int MEMBER_GAP = 28;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return 2 * MARGIN + Math.max(left(), domains * DOMAIN_PITCH);
  }

  private int left() {
    return BOX_HEIGHT + members * (MEMBER_GAP + BOX_HEIGHT);
  }

  @Override
  public String trunk() {
    if (domains == 0) {
      return "";
    }
    Spot home = home();
    return "M%d %dH%dM%d %dV%d"
        .formatted(
            home.x() + home.width(),
            home.middle(),
            TRUNK_X,
            TRUNK_X,
            Math.min(home.middle(), domain(0).middle() - BACK / 2),
            Math.max(home.middle(), domain(domains - 1).middle() + BACK / 2));
  }

  @Override
  public Spot home() {
    return new Spot(MARGIN, (height() - left()) / 2, LEFT_WIDTH);
  }

  @Override
  public Spot member(int row) {
    return new Spot(MARGIN, home().y() + (row + 1) * (MEMBER_GAP + BOX_HEIGHT), LEFT_WIDTH);
  }

  @Override
  public Spot domain(int row) {
    return new Spot(
        RIGHT_X,
        MARGIN + row * DOMAIN_PITCH + (DOMAIN_PITCH - BOX_HEIGHT) / 2,
        WIDTH - RIGHT_X - MARGIN);
  }

  @Override
  public Lines trust(Spot domain) {
    return MapShape.fromTrunk(
        TRUNK_X,
        domain,
        Label.startingAt(TRUNK_X + 14, domain.middle() - BACK / 2 - 8),
        Label.startingAt(TRUNK_X + 14, domain.middle() + BACK / 2 + 16));
  }

  @Override
  public Lines mesh(Spot member) {
    int x = member.x() + 20;
    int above = member.y() - MEMBER_GAP;
    Label label = Label.startingAt(x + 14, member.y() - 10);
    return new Lines(
        "M%d %dV%d".formatted(x, above + HEAD, member.y() - HEAD),
        MapShape.standingHead(x, member.y(), -HEAD),
        "",
        MapShape.standingHead(x, above, HEAD),
        label,
        label);
  }
}
