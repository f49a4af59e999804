package dev.rootbridge.sync;

import dev.rootbridge.sync.TrustState.Root;
import dev.rootbridge.trust.AnchorState;
import java.util.Optional;

/**
 * Who or what made a root stand otherwise, as far as that can be seen from here: who edited the
 * resource is told by the API server's own audit log, under the generation that is named.
 *
 * @param source where the roots are read
 * @param edited the generation of the resource, if it was edited between both plans
 */
record ChangeCause(String source, Optional<Long> edited) {

  static String edit(long generation) {
    return "the resource was edited (generation " + generation + ")";
  }

  String of(Optional<Root> before, Optional<Root> after) {
    if (edited.isPresent()) {
      return edit(edited.get());
    }
    if (after.isEmpty()) {
      return before.map(Root::state).filter(AnchorState.RETIRING::equals).isPresent()
          ? "its overlap is over"
          : "gone from " + source;
    }
    if (before.isEmpty()) {
      return "read from " + source;
    }
    AnchorState was = before.get().state();
    AnchorState is = after.get().state();
    if (was != is && is == AnchorState.RETIRING) {
      return "gone from " + source;
    }
    if (was == AnchorState.RETIRING && is == AnchorState.ACTIVE) {
      return "back in " + source;
    }
    String message = after.get().tracked().message();
    return message.isEmpty() ? "see the conditions" : message;
  }
}
