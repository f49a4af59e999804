package dev.rootbridge.serving;

import dev.rootbridge.trust.Anchor;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What all replicas share, in one Secret. It is enough for any of them to go on where another left
 * off, in the middle of a rotation too.
 *
 * @param current the CA that signs
 * @param next the CA that will sign once API servers know it; until then it signs nothing
 * @param leaf what replicas show; signed by {@code current}
 * @param retiring CAs that sign no more, and until when they stay trusted
 * @param unusable parts that are there and are not what they should be, as people find them
 */
public record StoredCertificates(
    Optional<Identity> current,
    Optional<Identity> next,
    Optional<Identity> leaf,
    Map<Anchor, Instant> retiring,
    List<String> unusable) {

  /** What a Secret that isn't there comes to. */
  public static final StoredCertificates NONE =
      new StoredCertificates(
          Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), List.of());

  public StoredCertificates {
    retiring = Map.copyOf(retiring);
    unusable = List.copyOf(unusable);
  }

  /** All whom API servers must believe, whatever the replicas show. */
  CaBundle all() {
    return CaBundle.of(
        Stream.concat(
                Stream.concat(current.stream(), next.stream()).map(Identity::anchor),
                retiring.keySet().stream().sorted(Comparator.comparing(Anchor::fingerprint)))
            .toList());
  }

  /** The same without those whose time is over. */
  CaBundle wanted(Instant now) {
    return withoutRetired(now).all();
  }

  StoredCertificates withNext(Identity ca) {
    return new StoredCertificates(current, Optional.of(ca), leaf, retiring, List.of());
  }

  StoredCertificates withLeaf(Identity signed) {
    return new StoredCertificates(current, next, Optional.of(signed), retiring, List.of());
  }

  /** Keeps further CAs trusted until then, or longer where that is so already. */
  StoredCertificates retiring(Collection<Anchor> more, Instant until) {
    Map<Anchor, Instant> all = new HashMap<>(retiring);
    more.forEach(ca -> all.merge(ca, until, (one, other) -> one.isAfter(other) ? one : other));
    return new StoredCertificates(current, next, leaf, all, List.of());
  }

  /** The next CA signs from now on. */
  StoredCertificates switched(Identity signed) {
    return new StoredCertificates(next, Optional.empty(), Optional.of(signed), retiring, List.of());
  }

  StoredCertificates withoutRetired(Instant now) {
    Map<Anchor, Instant> left = new HashMap<>(retiring);
    left.values().removeIf(until -> !until.isAfter(now));
    // One that signs is believed, whatever else is noted of it.
    return new StoredCertificates(current, next, leaf, left, unusable);
  }
}
