package dev.rootbridge.serving;

import java.util.Optional;

/** What API servers have been told about the webhook. */
public sealed interface Registration {

  /** Nothing: nobody calls. */
  record Absent() implements Registration {}

  /**
   * @param bundle whom they believe
   * @param owner who else keeps the bundle, such as cert-manager; empty if it is ours to keep
   */
  record Present(CaBundle bundle, Optional<String> owner) implements Registration {}
}
