package dev.rootbridge.web;

/** Where the boxes and lines of the map are, in units of the drawing. */
sealed interface MapShape permits ColumnShape, TreeShape {

  int BOX_HEIGHT = 68;

  /** How long the head of an arrow is. */
  int HEAD = 9;

  /** How far below the line of trust the one back is. */
  int BACK = 14;

  static MapShape of(Fit fit, int members, int domains) {
    return switch (fit) {
      case ROOMY -> new ColumnShape(members, domains);
      case TIGHT -> new TreeShape(members, domains);
    };
  }

  int width();

  int height();

  /** A line from this cluster that those to trust domains begin at; empty where there is none. */
  String trunk();

  Spot home();

  Spot member(int row);

  Spot domain(int row);

  /** That a domain is trusted, and that it trusts back. */
  Lines trust(Spot domain);

  /** That a cluster is of one mesh with this one. */
  Lines mesh(Spot member);

  /** Where a box is. */
  record Spot(int x, int y, int width) {
    int middle() {
      return y + BOX_HEIGHT / 2;
    }
  }

  /**
   * The lines from and to a box.
   *
   * @param line from this cluster, with its head
   * @param back to this cluster, with its head
   * @param label where to tell of the line
   * @param backLabel where to tell of the one back
   */
  record Lines(
      String line, String head, String back, String backHead, Label label, Label backLabel) {}

  /**
   * Where a word is.
   *
   * @param anchor which end of it is there, as style.css calls it
   */
  record Label(int x, int y, String anchor) {
    static Label startingAt(int x, int y) {
      return new Label(x, y, "start");
    }

    static Label endingAt(int x, int y) {
      return new Label(x, y, "end");
    }
  }

  /** Lines between a trunk and a box on its right. */
  static Lines fromTrunk(int trunkX, Spot box, Label label, Label backLabel) {
    int there = box.middle() - BACK / 2;
    int back = box.middle() + BACK / 2;
    return new Lines(
        "M%d %dH%d".formatted(trunkX, there, box.x() - HEAD),
        lyingHead(box.x(), there, -HEAD),
        "M%d %dH%d".formatted(box.x(), back, trunkX + HEAD),
        lyingHead(trunkX, back, HEAD),
        label,
        backLabel);
  }

  /**
   * The head of an arrow that lies.
   *
   * @param tail where it ends, seen from its tip
   */
  static String lyingHead(int x, int y, int tail) {
    return "M%d %dL%d %dL%d %dZ".formatted(x, y, x + tail, y - 5, x + tail, y + 5);
  }

  /** The head of an arrow that stands, as above. */
  static String standingHead(int x, int y, int tail) {
    return "M%d %dL%d %dL%d %dZ".formatted(x, y, x - 5, y + tail, x + 5, y + tail);
  }
}
