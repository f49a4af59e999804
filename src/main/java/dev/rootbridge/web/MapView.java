package dev.rootbridge.web;

import dev.rootbridge.web.StatusView.Standing;
import java.util.List;

/**
 * The trust map as it is drawn, in units of the drawing: {@code map.html} puts it into SVG and
 * decides nothing.
 *
 * @param trunk a line that others begin at; empty where there is none
 * @param more how many are in the tables only, in words; empty where none is
 */
record MapView(
    Fit fit,
    int width,
    int height,
    String trunk,
    Box home,
    List<Edge> edges,
    List<Member> members,
    String more) {

  MapView {
    edges = List.copyOf(edges);
    members = List.copyOf(members);
  }

  /**
   * A cluster or a trust domain.
   *
   * @param name short enough for the box
   * @param fullName the same, whole
   * @param detail a third line, below the word for how it stands
   */
  record Box(
      int x,
      int y,
      int width,
      int height,
      String name,
      String fullName,
      String detail,
      Standing standing) {

    /** Where its sign is. */
    public int signX() {
      return x + 20;
    }

    public int signY() {
      return y + height / 2;
    }

    public int textX() {
      return x + 38;
    }

    /** What is wider, in a typeface that nobody foresaw, ends at the box. */
    public int textWidth() {
      return width - 44;
    }

    /** From the top of the box. */
    public int nameY() {
      return height / 2 - 13;
    }

    public int standingY() {
      return height / 2 + 5;
    }

    public int detailY() {
      return height / 2 + 22;
    }
  }

  /**
   * A word beside a line.
   *
   * @param styleClass how it is drawn, and which end of it is at its place
   */
  record Word(int x, int y, String text, String styleClass) {}

  /**
   * That this cluster trusts a domain, or would.
   *
   * @param section the id of the domain's section on the page
   * @param line from this cluster to the domain, with its head
   * @param back the same from there
   * @param styleClass how the line is drawn
   * @param backClass how the one back is drawn
   * @param constraint how far its CA is trusted
   * @param trustsBack what is known of the way back
   * @param sentence all of it in words
   */
  record Edge(
      Box domain,
      String section,
      String line,
      String head,
      String back,
      String backHead,
      String styleClass,
      String backClass,
      Word constraint,
      Word trustsBack,
      String sentence) {}

  /**
   * A cluster that this one's istiod serves too.
   *
   * @param line between both
   * @param heads where the line leads, to either side; empty where neither trusts the other
   * @param trust whether they trust each other
   */
  record Member(
      Box cluster,
      String line,
      List<String> heads,
      String styleClass,
      Word trust,
      String sentence) {
    Member {
      heads = List.copyOf(heads);
    }
  }
}
