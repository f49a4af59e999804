package dev.rootbridge.sync;

import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;

/**
 * The pods of a cluster that don't trust what they should.
 *
 * @param unknown why nobody knows; empty where the pods can be seen
 */
public record MissedPods(List<MissedPod> pods, Optional<String> unknown) {

  public MissedPods {
    pods = List.copyOf(pods);
  }

  /** How many there are for that reason. */
  public long count(MissedReason reason) {
    return pods.stream().filter(pod -> pod.reason() == reason).count();
  }

  /** The same, told from those of other clusters. */
  MissedPods in(String cluster) {
    return new MissedPods(
        pods.stream().map(pod -> pod.in(cluster)).toList(),
        unknown.map(why -> "in cluster " + cluster + ", " + why));
  }

  List<MissedPod> concerning(TrustDomain domain) {
    return pods.stream().filter(pod -> pod.domains().contains(domain)).toList();
  }
}
