package dev.rootbridge.sync;

import java.time.Instant;

/**
 * An event that this replica told, on the object that it is about.
 *
 * @param at when it was told last
 * @param about the object, by kind, namespace and name
 * @param reason stable CamelCase
 * @param message for people
 * @param count how often this replica told it
 */
public record ToldEvent(
    Instant at, Type type, String about, String reason, String message, int count) {

  /** Whether it is bad news. */
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** As in the event. */
    public String label() {
      return label;
    }
  }
}
