package dev.rootbridge.web;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.StatusView.Look;
import java.util.List;

/**
 * What a page with a long list has around the list: a form to filter it by, and the way to its
 * other pages.
 *
 * @param trustDomain this cluster's
 * @param asOf when the plan was made that this shows
 * @param list the address of the list
 * @param text that was asked for
 * @param choices of states, with how many there are of each
 * @param found how many rows there are, and which of them are here
 * @param previous the link to the page before; empty on the first
 * @param next the link to the page after; empty on the last
 */
record ListFrame(
    String trustDomain,
    String asOf,
    String list,
    String text,
    List<Choice> choices,
    String found,
    String previous,
    String next) {

  ListFrame {
    choices = List.copyOf(choices);
  }

  /**
   * A state to filter by.
   *
   * @param code its value in links
   * @param selected whether the list has these only
   * @param link to the list of these only
   */
  record Choice(String code, String word, Look look, long count, boolean selected, String link) {}

  static ListFrame of(
      SyncPlan plan,
      String list,
      ListQuery query,
      List<Choice> choices,
      Slice<?> slice,
      String noun) {
    return new ListFrame(
        plan.home().local().trustDomain().name(),
        Dates.exact(plan.madeAt()),
        list,
        query.text(),
        choices,
        slice.total()
            + " "
            + noun
            + (slice.total() == 1 ? "" : "s")
            + ", page "
            + slice.page()
            + " of "
            + slice.pages(),
        query.page() > 1 ? query.link(list, Math.min(query.page() - 1, slice.pages())) : "",
        query.page() < slice.pages() ? query.link(list, query.page() + 1) : "");
  }
}
