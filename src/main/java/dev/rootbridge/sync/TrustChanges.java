package dev.rootbridge.sync;

import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.sync.TrustChange.Kind;
import dev.rootbridge.sync.TrustState.Domain;
import dev.rootbridge.sync.TrustState.Root;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What changed from one plan to the next, each change with its cause. A pure function of both. */
public final class TrustChanges {

  private final Instant at;
  private final List<TrustChange> changes = new ArrayList<>();

  /** Whose trust it is, and by which resource. */
  private record Concerned(TrustDomain trustDomain, Optional<String> resource) {
    static Concerned of(FederatedTrust trust) {
      return new Concerned(trust.trustDomain(), Optional.of(trust.name()));
    }
  }

  private TrustChanges(Instant at) {
    this.at = at;
  }

  /** From a plan to the one after it. */
  public static List<TrustChange> between(SyncPlan before, SyncPlan after) {
    return between(TrustState.of(before), after);
  }

  /** From what is recorded in the cluster to the first plan that is made of it. */
  public static List<TrustChange> sinceRecorded(World world, SyncPlan first) {
    return between(TrustState.recorded(world), first);
  }

  private static List<TrustChange> between(TrustState before, SyncPlan plan) {
    TrustState after = TrustState.of(plan);
    TrustChanges found = new TrustChanges(plan.madeAt());
    found.roots(
        new Concerned(after.own().trustDomain(), Optional.empty()),
        before.own().roots(),
        after.own().roots(),
        new ChangeCause("the place of this cluster's own roots", Optional.empty()));
    for (String uid : union(before.domains().keySet(), after.domains().keySet())) {
      found.domain(
          Optional.ofNullable(before.domains().get(uid)),
          Optional.ofNullable(after.domains().get(uid)));
    }
    return List.copyOf(found.changes);
  }

  private void domain(Optional<Domain> before, Optional<Domain> after) {
    if (after.isEmpty()) {
      Domain gone = before.orElseThrow();
      add(
          Concerned.of(gone.trust()),
          Kind.DOMAIN,
          resource(gone.trust()),
          trusted(gone),
          TrustChange.NOTHING,
          "the resource was deleted");
      return;
    }
    Domain now = after.get();
    Concerned concerned = Concerned.of(now.trust());
    Optional<Long> edited =
        before
            .filter(old -> old.trust().generation() != now.trust().generation())
            .map(old -> now.trust().generation());
    if (before.isEmpty()) {
      add(
          concerned,
          Kind.DOMAIN,
          resource(now.trust()),
          TrustChange.NOTHING,
          constraint(now.trust().constraint()),
          "the resource was made");
    }
    before
        .flatMap(Domain::constraint)
        .filter(old -> !old.equals(now.trust().constraint()))
        .ifPresent(
            old ->
                add(
                    concerned,
                    Kind.CONSTRAINT,
                    resource(now.trust()),
                    constraint(old),
                    constraint(now.trust().constraint()),
                    ChangeCause.edit(now.trust().generation())));
    roots(
        concerned,
        before.map(Domain::roots).orElse(Map.of()),
        now.roots(),
        new ChangeCause(now.trust().source().describe(), edited));
    before
        .filter(old -> !old.conditions().isEmpty())
        .ifPresent(old -> conditions(concerned, old.conditions(), now.conditions()));
  }

  private void roots(
      Concerned concerned,
      Map<Fingerprint, Root> before,
      Map<Fingerprint, Root> after,
      ChangeCause cause) {
    for (Fingerprint fingerprint : union(before.keySet(), after.keySet())) {
      Optional<Root> old = Optional.ofNullable(before.get(fingerprint));
      Optional<Root> now = Optional.ofNullable(after.get(fingerprint));
      if (differs(old, now)) {
        add(
            concerned,
            Kind.ANCHOR,
            "sha256:"
                + fingerprint
                + ", "
                + now.or(() -> old).orElseThrow().tracked().anchor().subject(),
            old.map(TrustChanges::standing).orElse(TrustChange.NOTHING),
            now.map(TrustChanges::standing).orElse(TrustChange.NOTHING),
            cause.of(old, now));
      }
    }
  }

  private static boolean differs(Optional<Root> old, Optional<Root> now) {
    if (old.isEmpty() || now.isEmpty()) {
      return true;
    }
    return old.get().state() != now.get().state()
        || old.get()
            .publication()
            .filter(was -> now.get().publication().filter(was::equals).isEmpty())
            .isPresent();
  }

  private void conditions(Concerned concerned, List<Condition> before, List<Condition> after) {
    for (Condition now : after) {
      before.stream()
          .filter(old -> old.type() == now.type())
          .filter(old -> old.status() != now.status() || !old.reason().equals(now.reason()))
          .findFirst()
          .ifPresent(
              old ->
                  add(
                      concerned,
                      Kind.CONDITION,
                      now.type().label(),
                      standing(old),
                      standing(now),
                      now.message()));
    }
  }

  private void add(
      Concerned concerned, Kind kind, String subject, String before, String after, String cause) {
    changes.add(
        new TrustChange(
            at,
            concerned.trustDomain(),
            concerned.resource(),
            kind,
            subject,
            before,
            after,
            cause));
  }

  private static String resource(FederatedTrust trust) {
    return "FederatedTrustDomain " + trust.name();
  }

  private static String trusted(Domain domain) {
    long roots = domain.roots().values().stream().filter(root -> root.state().isTrusted()).count();
    return constraint(domain.trust().constraint())
        + ", "
        + roots
        + (roots == 1 ? " trusted anchor" : " trusted anchors");
  }

  private static String constraint(Constraint constraint) {
    return switch (constraint.mode()) {
      case TRUST_DOMAIN ->
          constraint.dns() == Constraint.Dns.FORBID
              ? "constrained to its trust domain, no DNS names"
              : "constrained to its trust domain";
      case NONE -> "not constrained";
    };
  }

  private static String standing(Root root) {
    String until =
        root.state() == AnchorState.RETIRING
            ? root.tracked().retireAfter().map(when -> " until " + when).orElse("")
            : "";
    return root.state().label()
        + until
        + root.publication().map(publication -> ", " + words(publication)).orElse("");
  }

  private static String words(Publication publication) {
    return switch (publication) {
      case CONSTRAINED -> "published constrained";
      case UNCONSTRAINED -> "published as it is";
      case NOT_PUBLISHED -> "not published";
    };
  }

  private static String standing(Condition condition) {
    return condition.status().label() + ", " + condition.reason();
  }

  private static <T extends Comparable<T>> Set<T> union(Iterable<T> before, Iterable<T> after) {
    TreeSet<T> both = new TreeSet<>();
    before.forEach(both::add);
    after.forEach(both::add);
    return both;
  }
}
