package dev.rootbridge.web;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.StatusView.Look;
import dev.rootbridge.web.StatusView.Standing;
import java.time.Instant;

/** How the trust in a federated domain stands, in one word. */
enum DomainHealth {
  TRUSTED("Trusted", "Trusted", Look.GOOD),
  /** Its source can't be read; what was last known of it is trusted. */
  TRUSTED_FROM_MEMORY("TrustedFromMemory", "Trusted from memory", Look.WAITING),
  BEING_PUBLISHED("BeingPublished", "Being published", Look.WAITING),
  IN_NO_NAMESPACE("InNoNamespace", "In no namespace", Look.WAITING),
  WAITING_FOR_SOURCE("WaitingForSource", "Waiting for its source", Look.WAITING),
  /** Proxies have its roots, and refuse all that is under them: each has ended, or not begun. */
  NO_VALID_ROOT("NoValidRoot", "No valid root", Look.BAD),
  NOT_TRUSTED("NotTrusted", "Not trusted", Look.BAD),
  NOT_ACCEPTED("NotAccepted", "Not accepted", Look.BAD);

  private final String code;
  private final String word;
  private final Look look;

  DomainHealth(String code, String word, Look look) {
    this.code = code;
    this.word = word;
    this.look = look;
  }

  /** The stable name in CamelCase. */
  String code() {
    return code;
  }

  Standing standing() {
    return new Standing(word, look);
  }

  static DomainHealth of(SyncPlan.Domain domain, Instant now) {
    SyncPlan.Counts counts = domain.namespaces();
    if (is(domain, Condition.Type.ACCEPTED, Condition.Status.FALSE)) {
      return NOT_ACCEPTED;
    }
    if (domain.published().isEmpty()) {
      return is(domain, Condition.Type.SOURCE_REACHABLE, Condition.Status.UNKNOWN)
          ? WAITING_FOR_SOURCE
          : NOT_TRUSTED;
    }
    if (!domain.isTrustedAt(now)) {
      return NO_VALID_ROOT;
    }
    if (counts.selected() == 0) {
      return IN_NO_NAMESPACE;
    }
    if (counts.current() < counts.selected()) {
      return BEING_PUBLISHED;
    }
    return is(domain, Condition.Type.SOURCE_REACHABLE, Condition.Status.FALSE)
        ? TRUSTED_FROM_MEMORY
        : TRUSTED;
  }

  private static boolean is(SyncPlan.Domain domain, Condition.Type type, Condition.Status status) {
    return domain.condition(type).filter(condition -> condition.status() == status).isPresent();
  }
}
