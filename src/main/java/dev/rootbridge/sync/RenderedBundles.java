package dev.rootbridge.sync;

import dev.rootbridge.trust.Federation;
import dev.rootbridge.trust.RenderedBundle;
import dev.rootbridge.trust.TrustDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The contents of a cluster's targets, each rendered once for all namespaces that share it. */
final class RenderedBundles {

  private final Federation federation;
  private final Map<Set<TrustDomain>, Outcome> rendered = new HashMap<>();

  RenderedBundles(Federation federation) {
    this.federation = federation;
  }

  /** A content, or why there is none. */
  sealed interface Outcome {
    /**
     * @param leftOut domains of the scope that it is without
     */
    record Ready(TargetContent content, SortedSet<TrustDomain> leftOut) implements Outcome {}

    record TooLarge(String message) implements Outcome {}
  }

  Outcome of(Set<TrustDomain> scope) {
    return rendered.computeIfAbsent(scope, this::render);
  }

  /**
   * One that is too large goes without the largest domain: else a source could keep the roots of
   * others from being changed, or distrusted, by having many.
   */
  private Outcome render(Set<TrustDomain> scope) {
    TreeSet<TrustDomain> held = new TreeSet<>(scope);
    TreeSet<TrustDomain> leftOut = new TreeSet<>();
    RenderedBundle bundle = RenderedBundle.render(federation, held);
    while (bundle instanceof RenderedBundle.TooLarge tooLarge) {
      if (!held.remove(tooLarge.largest())) {
        return new Outcome.TooLarge(tooLarge.message());
      }
      leftOut.add(tooLarge.largest());
      bundle = RenderedBundle.render(federation, held);
    }
    return new Outcome.Ready(TargetContent.of((RenderedBundle.Rendered) bundle), leftOut);
  }
}
