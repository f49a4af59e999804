package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** What is to be done with one pod. Acting on it is the webhook's part. */
public sealed interface InjectionDecision {

  Reason reason();

  /** A JSON patch (RFC 6902) for the pod; empty if nothing is to change. The caller's to keep. */
  ArrayNode patch();

  /** For the person who made the pod, in a stable order. */
  List<Warning> warnings();

  /**
   * The proxy is to read the rendered bundle of its scope.
   *
   * @param patch empty if the pod has everything already
   */
  record Injected(Reason reason, ArrayNode patch, Scope scope, List<Warning> warnings)
      implements InjectionDecision {
    public Injected {
      require(reason, Reason.Outcome.INJECTED);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The pod has a proxy and its namespace opted in, but it must keep the trust it has.
   *
   * @param patch the status annotation and nothing else
   */
  record LeftAlone(Reason reason, ArrayNode patch, List<Warning> warnings)
      implements InjectionDecision {
    public LeftAlone {
      require(reason, Reason.Outcome.LEFT_ALONE);
      warnings = List.copyOf(warnings);
    }
  }

  /** The pod is none of our business; not even annotated. */
  record Untouched(Reason reason, List<Warning> warnings) implements InjectionDecision {
    public Untouched {
      require(reason, Reason.Outcome.UNTOUCHED);
      warnings = List.copyOf(warnings);
    }

    @Override
    public ArrayNode patch() {
      return JsonNodeFactory.instance.arrayNode(0);
    }
  }

  /**
   * The pod is to be refused.
   *
   * @param message for the person who made it: one line, printable
   */
  record Denied(Reason reason, String message) implements InjectionDecision {
    public Denied {
      require(reason, Reason.Outcome.DENIED);
    }

    @Override
    public ArrayNode patch() {
      return JsonNodeFactory.instance.arrayNode(0);
    }

    @Override
    public List<Warning> warnings() {
      return List.of();
    }
  }

  private static void require(Reason reason, Reason.Outcome outcome) {
    if (reason.outcome() != outcome) {
      throw new IllegalArgumentException(reason + " is no reason for " + outcome.code());
    }
  }
}
