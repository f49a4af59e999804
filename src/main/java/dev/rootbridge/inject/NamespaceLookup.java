package dev.rootbridge.inject;

/** The answer to "what may this namespace trust?". */
public sealed interface NamespaceLookup {

  /** Not in memory: made or labelled a moment ago, or the caches aren't filled yet. */
  record NotYetSeen() implements NamespaceLookup {}

  /** Known, without the label {@link InjectionContract#INJECTION_LABEL}. */
  record NotOptedIn() implements NamespaceLookup {}

  /** Known and opted in. */
  record OptedIn(NamespaceTrust trust) implements NamespaceLookup {}
}
