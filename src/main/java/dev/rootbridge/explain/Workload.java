package dev.rootbridge.explain;

import dev.rootbridge.sync.World;
import dev.rootbridge.trust.SpiffeId;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;

/**
 * A workload that somebody asks about, in the cluster that it is in.
 *
 * @param named such as {@code Deployment web}
 * @param pods those it has now
 */
public record Workload(
    String named, World.Namespace namespace, List<RunningPod> pods, TrustFacts facts) {

  public Workload {
    pods = List.copyOf(pods);
  }

  /** The identity that istiod gives its pods. */
  public SpiffeId identity() {
    TrustDomain local = facts.local().trustDomain();
    return new SpiffeId(local, "/ns/" + namespace.name() + "/sa/" + pods.get(0).serviceAccount());
  }

  @Override
  public String toString() {
    return namespace.name() + "/" + named;
  }
}
