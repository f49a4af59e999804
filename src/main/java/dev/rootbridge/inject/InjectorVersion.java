package dev.rootbridge.inject;

import java.util.Objects;

/**
 * The version of Rootbridge that decided, as the status annotation shows it.
 *
 * @param text such as {@code 0.1.0}
 */
public record InjectorVersion(String text) {

  public InjectorVersion {
    Objects.requireNonNull(text, "text");
  }
}
