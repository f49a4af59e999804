package dev.rootbridge.sync;

import dev.rootbridge.trust.Federation;
import dev.rootbridge.trust.RenderedBundle;
import dev.rootbridge.trust.TrustDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The contents of a cluster's targets, each rendered once for all namespaces that share it. */
final class RenderedBundles {

  private final Federation federation;
  private final Map<Set<TrustDomain>, Outcome> rendered = new HashMap<>();

  RenderedBundles(Federation federation) {
    this.federation = federation;
  }

  /** A content, or why there is none. */
  sealed interface Outcome {
    record Ready(TargetContent content) implements Outcome {}

    record TooLarge(String message) implements Outcome {}
  }

  Outcome of(Set<TrustDomain> scope) {
    return rendered.computeIfAbsent(scope, this::render);
  }

  private Outcome render(Set<TrustDomain> scope) {
    RenderedBundle bundle = RenderedBundle.render(federation, scope);
    return bundle instanceof RenderedBundle.TooLarge tooLarge
        ? new Outcome.TooLarge(tooLarge.message())
        : new Outcome.Ready(TargetContent.of((RenderedBundle.Rendered) bundle));
  }
}
