package dev.rootbridge.web;

import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.MissedReason;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.web.ListFrame.Choice;
import dev.rootbridge.web.StatusView.Look;
import dev.rootbridge.web.StatusView.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pods of all clusters that don't trust what they should.
 *
 * @param all by reason, namespace and name
 * @param unknown why those of some clusters aren't known
 */
record Pods(List<MissedPod> all, List<String> unknown) {

  /** The address of the list. */
  static final String LIST = "pods";

  Pods {
    all = List.copyOf(all);
    unknown = List.copyOf(unknown);
  }

  static Pods of(SyncPlan plan) {
    List<MissedPods> missed =
        Stream.concat(
                Stream.of(plan.home().missed()),
                plan.remotes().stream().flatMap(remote -> remote.missed().stream()))
            .toList();
    return new Pods(
        missed.stream()
            .flatMap(cluster -> cluster.pods().stream())
            .sorted(
                Comparator.comparing(MissedPod::reason)
                    .thenComparing(MissedPod::namespace)
                    .thenComparing(MissedPod::pod))
            .toList(),
        missed.stream().flatMap(cluster -> cluster.unknown().stream()).toList());
  }

  Slice<MissedPod> find(ListQuery query) {
    return Slice.of(
        all.stream()
            .filter(
                pod ->
                    query.matches(
                        pod.reason().code(),
                        Stream.concat(
                            Stream.of(
                                pod.namespace() + "/" + pod.pod(),
                                pod.owner().toString(),
                                pod.code()),
                            pod.domains().stream().map(TrustDomain::name))))
            .toList(),
        query);
  }

  static List<String> reasons() {
    return Stream.of(MissedReason.values()).map(MissedReason::code).toList();
  }

  /** How many there are for each reason that any has. */
  Map<MissedReason, Long> counts() {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                MissedPod::reason, () -> new EnumMap<>(MissedReason.class), Collectors.counting()));
  }

  List<Choice> choices(ListQuery query) {
    List<Choice> choices = new ArrayList<>();
    counts()
        .forEach(
            (reason, count) ->
                choices.add(
                    new Choice(
                        reason.code(),
                        reason.code(),
                        look(reason),
                        count,
                        query.state().filter(reason.code()::equals).isPresent(),
                        LIST + "?" + ListQuery.STATE + "=" + reason.code())));
    return choices;
  }

  /** Those that can't be federated are as they have to be. */
  private static Look look(MissedReason reason) {
    return reason == MissedReason.CANNOT_BE_FEDERATED ? Look.WAITING : Look.BAD;
  }

  static PodRow row(MissedPod pod) {
    return new PodRow(
        pod.namespace() + "/" + pod.pod(),
        pod.owner().toString(),
        new Standing(pod.code(), look(pod.reason())),
        pod.domains().stream().map(TrustDomain::name).collect(Collectors.joining(", ")),
        pod.reason().text() + (pod.detail().isEmpty() ? "" : " " + pod.detail() + "."),
        pod.remedy());
  }

  /**
   * A pod.
   *
   * @param name with its namespace, and its cluster where that isn't this one
   * @param owner what makes it anew
   * @param domains that it should trust, or does by mistake
   * @param remedy a command, where one is enough
   */
  record PodRow(
      String name, String owner, Standing reason, String domains, String why, String remedy) {}
}
