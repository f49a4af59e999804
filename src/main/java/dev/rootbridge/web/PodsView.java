package dev.rootbridge.web;

import java.util.List;

/**
 * The page with all pods that are missed.
 *
 * @param unknown why those of some clusters aren't known
 */
record PodsView(ListFrame frame, List<Pods.PodRow> rows, List<String> unknown) {
  PodsView {
    rows = List.copyOf(rows);
    unknown = List.copyOf(unknown);
  }
}
