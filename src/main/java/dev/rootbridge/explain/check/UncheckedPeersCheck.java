package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.PeerFacts;
import dev.rootbridge.explain.UncheckedPeers;
import dev.rootbridge.explain.View;
import java.util.List;

/** Where an anchor in the bundle is all that a peer needs. */
final class UncheckedPeersCheck implements Check {

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    if (facts.peers() instanceof View.Unseen<PeerFacts> unseen) {
      return Check.unseen("peers", unseen.why());
    }
    return UncheckedPeers.of(facts.peers().seen().orElseThrow()).stream()
        .map(
            line ->
                new Observation(
                    line,
                    new Warning(
                        "checks no identity: whoever chains to an anchor is taken",
                        "name subjectAltNames, or guard it by an AuthorizationPolicy")))
        .toList();
  }
}
