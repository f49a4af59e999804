package dev.rootbridge.web;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param page from 1; one beyond the last is empty
 * @param pages how many there are, at least 1
 * @param total rows on all of them
 */
record Slice<T>(List<T> rows, int page, int pages, int total) {

  Slice {
    rows = List.copyOf(rows);
  }

  static <T> Slice<T> of(List<T> all, ListQuery query) {
    int pages = Math.max(1, (all.size() + query.size() - 1) / query.size());
    long from = (query.page() - 1L) * query.size();
    List<T> rows =
        from >= all.size()
            ? List.of()
            : all.subList((int) from, (int) Math.min(all.size(), from + query.size()));
    return new Slice<>(rows, query.page(), pages, all.size());
  }

  /** The same page with its rows in another form. */
  <R> Slice<R> map(Function<T, R> form) {
    return new Slice<>(rows.stream().map(form).toList(), page, pages, total);
  }
}
