package dev.rootbridge.web;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;

/**
 * Which calls this cluster's half of a federation lets through: trust in a CA is not enough for
 * either direction.
 *
 * @param from whether istiod here lets workloads of the domain in
 * @param to whether proxies here expect identities of the domain when they call it
 */
record Calls(Condition.Status from, Condition.Status to) {

  static Calls of(SyncPlan.Domain domain) {
    return new Calls(
        status(domain, Condition.Type.ACCEPTED_BY_MESH), status(domain, Condition.Type.CALLABLE));
  }

  private static Condition.Status status(SyncPlan.Domain domain, Condition.Type type) {
    return domain.condition(type).map(Condition::status).orElse(Condition.Status.UNKNOWN);
  }

  /** For a table. */
  String words() {
    return "From it: "
        + switch (from) {
          case TRUE -> "let in";
          case FALSE -> "refused";
          case UNKNOWN -> "not known";
        }
        + ". To it: "
        + switch (to) {
          case TRUE -> "expected";
          case FALSE -> "not expected";
          case UNKNOWN -> "not known";
        }
        + ".";
  }

  /** For the map, which has little room. */
  String signs() {
    return "calls in " + sign(from) + "  out " + sign(to);
  }

  private static String sign(Condition.Status status) {
    return switch (status) {
      case TRUE -> "\u2713";
      case FALSE -> "\u2717";
      case UNKNOWN -> "?";
    };
  }
}
