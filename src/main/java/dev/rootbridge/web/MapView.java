package dev.rootbridge.web;

import dev.rootbridge.web.StatusView.Standing;
import java.util.List;

/**
 * The trust map as it is drawn, in units of the drawing: {@code map.html} puts it into SVG and
 * decides nothing.
 *
 * @param undrawn how many domains are in the table only
 */
record MapView(
    int width, int height, Box home, List<Edge> edges, List<Member> members, int undrawn) {

  MapView {
    edges = List.copyOf(edges);
    members = List.copyOf(members);
  }

  /**
   * A cluster or a trust domain.
   *
   * @param name short enough for the box
   * @param fullName the same, whole
   * @param detail a second line
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

    public int nameY() {
      return y + height / 2 - 4;
    }

    public int detailY() {
      return y + height / 2 + 15;
    }
  }

  /**
   * That this cluster trusts a domain, or would.
   *
   * @param section the id of the domain's section on the page
   * @param line from this cluster to the domain, with its head
   * @param back the same from there, of which nothing is known here
   * @param styleClass how the line is drawn
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
      Standing constraint,
      String sentence) {

    public int labelX() {
      return domain.x() - 14;
    }

    public int labelY() {
      return domain.signY() - 8;
    }

    public int backLabelY() {
      return domain.signY() + 30;
    }
  }

  /** A cluster that this one's istiod serves too; one mesh, so trust goes both ways. */
  record Member(Box cluster, String line, String sentence) {}
}
