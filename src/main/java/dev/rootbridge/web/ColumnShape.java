package dev.rootbridge.web;

/**
 * Two columns: this cluster on the left, above the clusters of its mesh, and the trust domains on
 * the right.
 */
record ColumnShape(int members, int domains) implements MapShape {

  private static final int WIDTH = 720;
  private static final int MARGIN = 8;
  private static final int LEFT_WIDTH = 224;
  private static final int RIGHT_X = 472;
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
    return "";
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
    int from = home().x() + home().width();
    int start = home().middle();
    int end = domain.middle();
    return new Lines(
        curve(from, start - BACK / 2, domain.x() - HEAD, end),
        MapShape.lyingHead(domain.x(), end, -HEAD),
        curve(from + HEAD, start + BACK / 2, domain.x(), end + BACK),
        MapShape.lyingHead(from, start + BACK / 2, HEAD),
        Label.endingAt(domain.x() - 14, end - 8),
        Label.endingAt(domain.x() - 14, end + 30));
  }

  private static String curve(int fromX, int fromY, int toX, int toY) {
    int middle = (fromX + toX) / 2;
    return "M%d %dC%d %d %d %d %d %d".formatted(fromX, fromY, middle, fromY, middle, toY, toX, toY);
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
