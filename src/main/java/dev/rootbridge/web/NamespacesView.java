package dev.rootbridge.web;

import dev.rootbridge.web.StatusView.NamespaceRow;
import java.util.List;

/** The page with all opted-in namespaces. */
record NamespacesView(ListFrame frame, List<NamespaceRow> rows) {
  NamespacesView {
    rows = List.copyOf(rows);
  }
}
