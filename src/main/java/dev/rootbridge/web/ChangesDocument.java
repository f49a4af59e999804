package dev.rootbridge.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.rootbridge.sync.ChangesView.Changes;
import java.time.Instant;
import java.util.List;

/**
 * What changed lately, as JSON, the newest first.
 *
 * @param since from when on this replica knows; missing before its first plan
 */
@JsonInclude(Include.NON_NULL)
record ChangesDocument(String since, List<Change> items) {

  /** A change. */
  record Change(
      String at,
      String trustDomain,
      String kind,
      String subject,
      String before,
      String after,
      String cause) {}

  static ChangesDocument of(Changes changes) {
    return new ChangesDocument(
        changes.since().equals(Instant.EPOCH) ? null : changes.since().toString(),
        changes.latest().stream()
            .map(
                change ->
                    new Change(
                        change.at().toString(),
                        change.trustDomain().name(),
                        change.kind().label(),
                        change.subject(),
                        change.before(),
                        change.after(),
                        change.cause()))
            .toList());
  }
}
