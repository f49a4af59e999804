package dev.rootbridge.serving;

import dev.rootbridge.trust.Anchor;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides the next step towards a certificate that every API server believes, through renewals of
 * it and of its CA.
 *
 * <p>Replicas show the leaf that the Secret holds, or the one that it held before. So no leaf gets
 * there before its CA is in the bundle, and no CA leaves the bundle while a leaf of it may be
 * shown. Each step follows from what is there, whoever made the one before, and whether that was
 * finished.
 */
public final class ServingPlanner {

  private final ServingWorld world;
  private final Instant now;
  private final StoredCertificates stored;

  private ServingPlanner(ServingWorld world) {
    this.world = world;
    this.now = world.now();
    this.stored = usable(world.stored(), now);
  }

  /** The next step. Makes keys where it is to issue something; has no other effect. */
  public static ServingPlan plan(ServingWorld world) {
    if (world.registration() instanceof Registration.Present present) {
      return new ServingPlanner(world).plan(present);
    }
    return new ServingPlan.Wait("the webhook's registration doesn't exist yet");
  }

  /** A CA that isn't valid signs nothing, but what it signed may still be shown. */
  private static StoredCertificates usable(StoredCertificates stored, Instant now) {
    StoredCertificates kept =
        new StoredCertificates(
            stored.current().filter(ca -> ca.isValidAt(now)),
            stored.next().filter(ca -> ca.isValidAt(now)),
            stored.leaf(),
            stored.retiring(),
            stored.unusable());
    List<Anchor> invalid =
        stored.current().filter(ca -> !ca.isValidAt(now)).map(Identity::anchor).stream().toList();
    return invalid.isEmpty() ? kept : kept.retiring(invalid, retirement(stored, now));
  }

  /** When no leaf of the present CA can be shown any more. */
  private static Instant retirement(StoredCertificates stored, Instant now) {
    Instant least = now.plus(Lifetimes.LEAST_OVERLAP);
    Instant last = stored.leaf().map(Identity::notAfter).orElseGet(() -> now.plus(Lifetimes.LEAF));
    return last.isAfter(least) ? last : least;
  }

  private ServingPlan plan(Registration.Present registration) {
    boolean ours = registration.owner().isEmpty();
    CaBundle bundle = registration.bundle();
    Set<Anchor> unknown = new LinkedHashSet<>(bundle.anchors());
    unknown.removeAll(stored.all().anchors());
    StoredCertificates known =
        ours && !unknown.isEmpty() ? stored.retiring(unknown, now.plus(Lifetimes.LEAF)) : stored;
    if (stored.current().isEmpty() && stored.next().isEmpty()) {
      StoredCertificates issued = known.withNext(Authority.newCa(now));
      return world.notice().isZero() || known.retiring().isEmpty()
          ? new ServingPlan.Issue(issued)
          : new ServingPlan.Reissue(issued);
    }
    if (stored.next().isEmpty() && isDue(Lifetimes.replaceCa(stored.current().get()))) {
      return new ServingPlan.RotateCa(known.withNext(Authority.newCa(now)));
    }
    if (ours && !unknown.isEmpty()) {
      return new ServingPlan.Adopt(known);
    }
    CaBundle wanted = stored.wanted(now);
    if (ours && !bundle.anchors().equals(wanted.anchors())) {
      return new ServingPlan.PublishCa(wanted);
    }
    return sign(bundle).or(() -> retire(bundle)).orElseGet(() -> rest(registration, wanted));
  }

  private Optional<ServingPlan> sign(CaBundle bundle) {
    Optional<Identity> next = stored.next().filter(ca -> isIn(bundle, ca));
    if (next.isPresent() && hasSettled() && isNoticed(bundle, next.get())) {
      StoredCertificates before =
          stored
              .current()
              .map(ca -> stored.retiring(List.of(ca.anchor()), retirement(stored, now)))
              .orElse(stored);
      return Optional.of(
          new ServingPlan.SwitchCa(
              before.switched(Authority.newLeaf(next.get(), world.hosts(), now))));
    }
    return stored
        .current()
        .filter(ca -> isIn(bundle, ca) && !hasGoodLeaf())
        .map(
            ca ->
                new ServingPlan.RotateLeaf(
                    stored.withLeaf(Authority.newLeaf(ca, world.hosts(), now))));
  }

  private Optional<ServingPlan> retire(CaBundle bundle) {
    StoredCertificates left = stored.withoutRetired(now);
    boolean gone =
        stored.retiring().keySet().stream()
            .filter(ca -> !left.retiring().containsKey(ca))
            .noneMatch(bundle.anchors()::contains);
    return gone && left.retiring().size() < stored.retiring().size()
        ? Optional.of(new ServingPlan.Retire(left))
        : Optional.empty();
  }

  private ServingPlan rest(Registration.Present registration, CaBundle wanted) {
    if (!registration.bundle().holds(wanted)) {
      return new ServingPlan.Refuse(registration.owner().orElse("nobody"));
    }
    if (stored.next().isPresent()) {
      return waitFor(registration.bundle(), stored.next().get());
    }
    Stream<Instant> ends =
        Stream.concat(
            Stream.concat(
                stored.current().map(Lifetimes::replaceCa).stream(),
                stored.leaf().map(Lifetimes::renewLeaf).stream()),
            stored.retiring().values().stream());
    return new ServingPlan.Keep(ends.min(Comparator.naturalOrder()).orElse(now));
  }

  private ServingPlan waitFor(CaBundle bundle, Identity next) {
    return isNoticed(bundle, next)
        ? new ServingPlan.Wait("API servers are hearing of the new CA")
        : new ServingPlan.Announce(noticedUntil(next));
  }

  /** Where nothing else can sign, nothing gets better by waiting. */
  private boolean isNoticed(CaBundle bundle, Identity next) {
    return world.notice().isZero()
        || stored.current().filter(ca -> isIn(bundle, ca)).isEmpty()
        || isDue(noticedUntil(next));
  }

  private Instant noticedUntil(Identity next) {
    return next.notBefore().plus(Lifetimes.SKEW).plus(world.notice());
  }

  /** There is nobody to be taken by surprise while nothing was ever shown. */
  private boolean hasSettled() {
    return (stored.leaf().isEmpty() && stored.retiring().isEmpty())
        || world
            .publishedSince()
            .filter(since -> !since.plus(world.settling()).isAfter(now))
            .isPresent();
  }

  private boolean hasGoodLeaf() {
    return stored
        .leaf()
        .filter(leaf -> leaf.isValidAt(now))
        .filter(leaf -> !isDue(Lifetimes.renewLeaf(leaf)) || endsWithItsCa(leaf))
        .filter(leaf -> world.hosts().areThoseOf(leaf.certificate()))
        .filter(leaf -> stored.current().isPresent())
        .isPresent();
  }

  /** Then another one would live no longer. */
  private boolean endsWithItsCa(Identity leaf) {
    return stored.current().filter(ca -> leaf.notAfter().isBefore(ca.notAfter())).isEmpty();
  }

  private boolean isDue(Instant time) {
    return !now.isBefore(time);
  }

  private static boolean isIn(CaBundle bundle, Identity ca) {
    return bundle.anchors().contains(ca.anchor());
  }
}
