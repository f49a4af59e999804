package dev.rootbridge.explain;

import dev.rootbridge.sync.ContentChanges;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Whether bundles are rid of what is distrusted. */
  public enum Bundles {
    /** They may hold it, so that a pod which is made now may read it. */
    MAY_HOLD_IT,
    /** They have been written without it. */
    ARE_RID_OF_IT
  }

  /** All that may have read anchors of that domain; those that don't follow first. */
  public static List<Restart> of(
      DomainFacts domain, Bundles bundles, List<World.Namespace> namespaces) {
    Map<Owned, Restart> found =
        new TreeMap<>(Comparator.comparing(Owned::namespace).thenComparing(Owned::owner));
    for (World.Namespace namespace : namespaces) {
      for (World.Pod pod : namespace.pods()) {
        need(domain, bundles, namespace, pod)
            .ifPresent(
                need ->
                    found.merge(
                        new Owned(namespace.name(), pod.owner()),
                        one(namespace, pod, need),
                        Restart::united));
      }
    }
    List<Restart> restarts = new ArrayList<>(found.values());
    restarts.sort(Comparator.comparing(Restart::need));
    return restarts;
  }

  private static Optional<Need> need(
      DomainFacts domain, Bundles bundles, World.Namespace namespace, World.Pod pod) {
    Optional<World.ExistingTarget> bundle =
        pod.mounts().map(mounted -> namespace.targets().get(mounted));
    if (bundle.isEmpty()) {
      return Optional.empty();
    }
    ContentChanges changes = bundle.get().changes();
    boolean holds = TrustFacts.holds(bundle.get(), domain.trustDomain());
    if (holds && bundles == Bundles.MAY_HOLD_IT) {
      return Optional.of(need(pod, pod.started().filter(changes::areAnySince).isPresent()));
    }
    // With its last anchor the domain leaves the bundle, and with it the sign that a pod reads it.
    boolean readIt =
        (holds || TrustFacts.isMeantFor(domain, namespace, pod))
            && pod.started().filter(changes::areAnySince).isPresent();
    return readIt
        ? Optional.of(need(pod, pod.started().filter(changes::areSeveralSince).isPresent()))
        : Optional.empty();
  }

  private static Need need(World.Pod pod, boolean hasSeenItsOneChange) {
    return hasSeenItsOneChange && ProxySight.followsOneChangeOnly(pod)
        ? Need.DOES_NOT_FOLLOW
        : Need.OPEN_CONNECTIONS;
  }

  private static Restart one(World.Namespace namespace, World.Pod pod, Need need) {
    return new Restart(
        namespace.name(), pod.owner(), 1, need, pod.owner().restart(namespace.name(), pod.name()));
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
