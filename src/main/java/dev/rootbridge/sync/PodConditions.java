package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.PODS_CURRENT;

import dev.rootbridge.trust.TrustDomain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells in the words of a condition which pods don't trust what they should. */
final class PodConditions {

  private static final int OWNERS_NAMED = 3;

  /** Up to here numbers are exact. */
  private static final int EXACT = 20;

  private PodConditions() {}

  /** What of one owner's pods is wrong. */
  private record Group(String namespace, PodOwner owner, String reason) {}

  /**
   * @param clusters the pods of each cluster where the domain may be trusted
   */
  static Condition current(TrustDomain domain, List<MissedPods> clusters) {
    Optional<String> unknown =
        clusters.stream().flatMap(pods -> pods.unknown().stream()).findFirst();
    List<MissedPod> missed =
        clusters.stream().flatMap(pods -> pods.concerning(domain).stream()).toList();
    List<MissedPod> mendable =
        missed.stream().filter(pod -> pod.reason() != MissedReason.CANNOT_BE_FEDERATED).toList();
    if (!mendable.isEmpty()) {
      return Condition.fails(
          PODS_CURRENT,
          "PodsMissed",
          count(mendable.size())
              + (mendable.size() == 1 ? " pod doesn't" : " pods don't")
              + " trust what they should: "
              + named(mendable)
              + "; to mend the first: "
              + mendable.get(0).remedy()
              + unknown.map(why -> "; of others it isn't known: " + why).orElse(""));
    }
    // What is known to be missed comes first: one remote cluster that is away doesn't hide it.
    if (unknown.isPresent()) {
      return Condition.unknown(
          PODS_CURRENT,
          "PodsNotWatched",
          "it isn't known which pods have the domain's anchors: "
              + unknown.get()
              + "; webhook-config/rbac.yaml has the rights that are needed, for a remote cluster"
              + " webhook-config/remote/rbac.yaml");
    }
    return missed.isEmpty()
        ? Condition.holds(
            PODS_CURRENT,
            "PodsCurrent",
            "every pod with a proxy that is to trust the domain reads its anchors")
        : Condition.holds(
            PODS_CURRENT,
            "PodsCurrentInPart",
            count(missed.size()) + " can't be federated: " + named(missed));
  }

  private static String named(List<MissedPod> missed) {
    Map<Group, Long> groups =
        missed.stream()
            .collect(
                Collectors.groupingBy(
                    pod -> new Group(pod.namespace(), pod.owner(), pod.code()),
                    LinkedHashMap::new,
                    Collectors.counting()));
    String first =
        groups.entrySet().stream()
            .limit(OWNERS_NAMED)
            .map(
                group ->
                    group.getKey().namespace()
                        + "/"
                        + group.getKey().owner()
                        + " ("
                        + group.getKey().reason()
                        + ", "
                        + count(group.getValue())
                        + ")")
            .collect(Collectors.joining(", "));
    int more = groups.size() - OWNERS_NAMED;
    return more > 0 ? first + " and " + count(more) + " more workloads" : first;
  }

  /** Rounded down to one digit where it is large: in a rollout, each pod would be a new status. */
  private static String count(long number) {
    if (number <= EXACT) {
      return Long.toString(number);
    }
    long unit = 1;
    while (number / unit >= 10) {
      unit *= 10;
    }
    return "at least " + number / unit * unit;
  }
}
