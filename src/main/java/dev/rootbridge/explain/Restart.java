package dev.rootbridge.explain;

import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pods that a change of a domain's anchors doesn't fully reach before they are made anew.
 *
 * @param pods how many
 * @param command that makes them anew
 */
public record Restart(String namespace, PodOwner owner, int pods, Need need, String command) {

  /** Why. */
  public enum Need {
    /** The proxy follows only the first change of its bundle, and has had one. */
    DOES_NOT_FOLLOW("its proxies don't follow this change (istio/istio#59912)"),
    /** It follows within two minutes; what it is connected to stays connected. */
    OPEN_CONNECTIONS("connections that are open stay open");

    private final String text;

    Need(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private record Owned(String namespace, PodOwner owner) {}

  /** All that read anchors of that domain; those that don't follow first. */
  public static List<Restart> of(TrustDomain domain, List<World.Namespace> namespaces) {
    Map<Owned, Restart> found =
        new TreeMap<>(Comparator.comparing(Owned::namespace).thenComparing(Owned::owner));
    for (World.Namespace namespace : namespaces) {
      for (World.Pod pod : namespace.pods()) {
        if (TrustFacts.reads(namespace, pod, domain)) {
          found.merge(
              new Owned(namespace.name(), pod.owner()), one(namespace, pod), Restart::united);
        }
      }
    }
    List<Restart> restarts = new ArrayList<>(found.values());
    restarts.sort(Comparator.comparing(Restart::need));
    return restarts;
  }

  private static Restart one(World.Namespace namespace, World.Pod pod) {
    World.ExistingTarget bundle = namespace.targets().get(pod.mounts().orElseThrow());
    boolean isBlind =
        ProxySight.followsOneChangeOnly(pod)
            && pod.started().filter((Instant at) -> bundle.changes().areAnySince(at)).isPresent();
    return new Restart(
        namespace.name(),
        pod.owner(),
        1,
        isBlind ? Need.DOES_NOT_FOLLOW : Need.OPEN_CONNECTIONS,
        pod.owner().restart(namespace.name(), pod.name()));
  }

  private Restart united(Restart other) {
    return new Restart(
        namespace,
        owner,
        pods + other.pods(),
        need.compareTo(other.need()) < 0 ? need : other.need(),
        command.equals(other.command()) ? command : command + " " + podOf(other.command()));
  }

  /** Several pods that nothing makes anew as one are named in one command. */
  private static String podOf(String command) {
    return command.substring(command.lastIndexOf(' ') + 1);
  }
}
