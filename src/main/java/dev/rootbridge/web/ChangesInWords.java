package dev.rootbridge.web;

import dev.rootbridge.sync.ChangesView;
import dev.rootbridge.sync.TrustChange;
import java.time.Instant;
import java.util.List;

/** Says in words what changed when. */
final class ChangesInWords {

  private ChangesInWords() {}

  /**
   * What changed.
   *
   * @param since from when on this replica knows
   */
  record Section(String since, List<Row> rows) {
    Section {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A change.
   *
   * @param when exact
   * @param machineTime the same for programs, ISO 8601
   */
  record Row(
      String when,
      String machineTime,
      String trustDomain,
      String kind,
      String subject,
      String before,
      String after,
      String cause) {}

  /**
   * @param most rows
   */
  static Section of(ChangesView.Changes changes, long most) {
    return new Section(
        changes.since().equals(Instant.EPOCH) ? "" : Dates.exact(changes.since()),
        changes.latest().stream().limit(most).map(ChangesInWords::row).toList());
  }

  private static Row row(TrustChange change) {
    return new Row(
        Dates.exact(change.at()),
        change.at().toString(),
        change.trustDomain().name(),
        change.kind().label(),
        change.subject(),
        change.before(),
        change.after(),
        change.cause());
  }
}
