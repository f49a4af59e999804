package dev.rootbridge.serving;

import dev.rootbridge.trust.Anchor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A cluster in memory: the Secret and the registration with their versions, a few replicas that
 * show what they last saw, and leaders that may be stopped between deciding and writing. What is
 * held in the Secret goes through its text, as in a real one.
 */
final class ServingHistory {

  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final int REPLICAS = 3;

  private Instant now = Instant.parse("2026-11-15T12:00:00Z");
  private SortedMap<String, String> secret = new TreeMap<>();
  private int secretVersion;
  private CaBundle bundle = CaBundle.NONE;
  private int bundleVersion;
  private Instant bundleSince = now;
  private Optional<String> owner = Optional.empty();
  private ServingHosts hosts = new ServingHosts(new TreeSet<>(List.of("a.example")));
  private Optional<Decided> paused = Optional.empty();
  private final Duration notice;
  private int nextToLook;
  private final List<Optional<Identity>> shown = new ArrayList<>();

  private record Decided(ServingPlan plan, int secretVersion, int bundleVersion) {}

  /**
   * @param notice for people who copy the bundle to other clusters
   */
  ServingHistory(Duration notice) {
    this.notice = notice;
    for (int i = 0; i < REPLICAS; i++) {
      shown.add(Optional.empty());
    }
  }

  void happens(ServingHistoryPropertyTest.Event event) {
    switch (event) {
      case STEP -> write(decide());
      case PAUSE_BEFORE_WRITING -> paused = Optional.of(decide());
      case WAKE_UP -> paused.ifPresent(this::write);
      case ONE_REPLICA_LOOKS -> look(nextToLook++ % REPLICAS);
      case AN_HOUR -> pass(Duration.ofHours(1));
      case TWENTY_DAYS -> pass(Duration.ofDays(20));
      case CA_IS_DUE -> age(Lifetimes::replaceCa);
      case LAST_MINUTES_OF_THE_CA -> age(ca -> ca.notAfter().minus(Duration.ofMinutes(4)));
      case SOMEBODY_TAKES_THE_BUNDLE -> owner = Optional.of("field manager argocd");
      case THEY_LET_GO_OF_IT -> theyLetGo();
      case DELETE_SECRET -> change(new TreeMap<>());
      case CORRUPT_CA_KEY -> corrupt("ca.key");
      case CORRUPT_CA -> corrupt("ca.crt");
      case CORRUPT_LEAF -> corrupt("tls.crt");
      case CORRUPT_NEXT_CA -> corrupt("next-ca.key");
      case CLOCK_AHEAD -> ahead();
      case FURTHER_HOST ->
          hosts = new ServingHosts(new TreeSet<>(List.of("a.example", "b.example")));
    }
  }

  /** Replicas follow within the hour; API servers all know a bundle by then. */
  private void pass(Duration duration) {
    everyReplicaLooks();
    now = now.plus(duration);
  }

  /** Till that time of the CA that signs; an hour before, all that was due is done. */
  private void age(Function<Identity, Instant> time) {
    Optional<Instant> due = SecretLayout.read(Map.copyOf(secret)).current().map(time);
    if (due.filter(at -> at.isAfter(now.plus(Duration.ofHours(1)))).isEmpty()) {
      return;
    }
    pass(Duration.between(now, due.get().minus(Duration.ofHours(1))));
    comesToRest();
    pass(Duration.between(now, due.get()));
  }

  void theyLetGo() {
    owner = Optional.empty();
  }

  /** How many writes a leader makes in a row, up to a limit that none should reach. */
  int writesAtOnce(int limit) {
    int writes = 0;
    for (Decided next = decide(); writes < limit && isWrite(next.plan()); next = decide()) {
      write(next);
      writes++;
    }
    return writes;
  }

  private static boolean isWrite(ServingPlan plan) {
    return plan instanceof ServingPlan.Store || plan instanceof ServingPlan.PublishCa;
  }

  private void ahead() {
    Duration year = Duration.ofDays(366);
    pass(year);
    for (int step = 0; step < 12; step++) {
      write(decide());
      now = now.plusSeconds(20);
    }
    everyReplicaLooks();
    now = now.minus(year);
  }

  private void corrupt(String key) {
    if (secret.containsKey(key)) {
      TreeMap<String, String> changed = new TreeMap<>(secret);
      changed.put(key, "junk");
      change(changed);
    }
  }

  private void change(SortedMap<String, String> data) {
    secret = data;
    secretVersion++;
  }

  private Decided decide() {
    ServingPlan plan =
        ServingPlanner.plan(
            new ServingWorld(
                SecretLayout.read(Map.copyOf(secret)),
                new Registration.Present(bundle, owner),
                Optional.of(bundleSince),
                hosts,
                SETTLING,
                notice,
                now));
    return new Decided(plan, secretVersion, bundleVersion);
  }

  /** As the API server takes writes: over the version that was seen, or not at all. */
  private void write(Decided decided) {
    if (decided.plan() instanceof ServingPlan.Store store
        && decided.secretVersion() == secretVersion) {
      change(SecretLayout.write(store.stored()));
    } else if (decided.plan() instanceof ServingPlan.PublishCa publish
        && decided.bundleVersion() == bundleVersion) {
      bundle = publish.bundle();
      bundleVersion++;
      bundleSince = now;
    }
  }

  private void look(int replica) {
    SecretLayout.read(Map.copyOf(secret))
        .leaf()
        .ifPresent(leaf -> shown.set(replica, Optional.of(leaf)));
  }

  private void everyReplicaLooks() {
    for (int replica = 0; replica < REPLICAS; replica++) {
      look(replica);
    }
  }

  /** Enough steps and time for a whole rotation. */
  void comesToRest() {
    for (int step = 0; step < 20; step++) {
      write(decide());
      now = now.plusSeconds(20);
    }
    everyReplicaLooks();
  }

  /**
   * What replicas show, or will with the next look, and no API server believes though it is valid.
   */
  List<Identity> disbelieved() {
    return Stream.concat(
            shown.stream().flatMap(Optional::stream),
            SecretLayout.read(Map.copyOf(secret)).leaf().stream())
        .filter(leaf -> leaf.isValidAt(now))
        .filter(leaf -> bundle.anchors().stream().noneMatch(ca -> isUnder(leaf, ca)))
        .toList();
  }

  private static boolean isUnder(Identity leaf, Anchor ca) {
    return X509.isIssuedBy(leaf.certificate(), ca);
  }

  long replicasWithoutAGoodLeaf() {
    return shown.stream()
        .filter(
            leaf ->
                leaf.filter(found -> found.isValidAt(now))
                    .filter(found -> hosts.areThoseOf(found.certificate()))
                    .isEmpty())
        .count();
  }
}
