package dev.rootbridge.web;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.web.ListFrame.Choice;
import dev.rootbridge.web.StatusView.Look;
import dev.rootbridge.web.StatusView.NamespaceRow;
import dev.rootbridge.web.StatusView.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The opted-in namespaces of all clusters, those that need a look first.
 *
 * @param all in that order
 */
record Namespaces(List<SyncPlan.Namespace> all) {

  /** The address of the list. */
  static final String LIST = "namespaces";

  private static final Map<TargetState, Standing> STANDINGS =
      new EnumMap<>(
          Map.of(
              TargetState.FAILED, Standing.bad("Not written"),
              TargetState.CONFLICT, Standing.bad("Name taken"),
              TargetState.OVER_LIMIT, Standing.bad("Too many scopes"),
              TargetState.WAITING, Standing.waiting("Waiting"),
              TargetState.PENDING, Standing.waiting("Being written"),
              TargetState.NOT_NEEDED, Standing.good("None needed"),
              TargetState.CURRENT, Standing.good("Up to date")));

  Namespaces {
    all = List.copyOf(all);
  }

  static Namespaces of(SyncPlan plan) {
    return new Namespaces(
        Stream.concat(
                plan.home().namespaces().stream(),
                plan.remotes().stream().flatMap(SyncPlan.Remote::namespaces))
            .sorted(
                Comparator.comparing(
                        (SyncPlan.Namespace namespace) -> look(namespace.state()),
                        Comparator.reverseOrder())
                    .thenComparing(SyncPlan.Namespace::name))
            .toList());
  }

  Slice<SyncPlan.Namespace> find(ListQuery query) {
    return Slice.of(
        all.stream()
            .filter(
                namespace ->
                    query.matches(
                        code(namespace.state()),
                        Stream.concat(
                            Stream.of(namespace.name()),
                            namespace.mayTrust().stream().map(TrustDomain::name))))
            .toList(),
        query);
  }

  /** The stable names of the states, in CamelCase. */
  static List<String> states() {
    return Stream.of(TargetState.values()).map(Namespaces::code).toList();
  }

  static String code(TargetState state) {
    return switch (state) {
      case CURRENT -> "Current";
      case PENDING -> "Pending";
      case WAITING -> "Waiting";
      case NOT_NEEDED -> "NotNeeded";
      case OVER_LIMIT -> "OverLimit";
      case FAILED -> "Failed";
      case CONFLICT -> "Conflict";
    };
  }

  /** How many are in each state that any is in. */
  Map<TargetState, Long> counts() {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                SyncPlan.Namespace::state,
                () -> new EnumMap<>(TargetState.class),
                Collectors.counting()));
  }

  List<Choice> choices(ListQuery query) {
    List<Choice> choices = new ArrayList<>();
    counts()
        .forEach(
            (state, count) ->
                choices.add(
                    new Choice(
                        code(state),
                        STANDINGS.get(state).word(),
                        look(state),
                        count,
                        query.state().filter(code(state)::equals).isPresent(),
                        LIST + "?" + ListQuery.STATE + "=" + code(state))));
    return choices;
  }

  static NamespaceRow row(SyncPlan.Namespace namespace) {
    return new NamespaceRow(
        namespace.name(),
        namespace.mayTrust().isEmpty() ? "no other domain" : names(namespace.mayTrust()),
        STANDINGS.get(namespace.state()),
        namespace.message());
  }

  private static Look look(TargetState state) {
    return STANDINGS.get(state).look();
  }

  private static String names(Collection<TrustDomain> domains) {
    return domains.stream().map(TrustDomain::name).collect(Collectors.joining(", "));
  }
}
