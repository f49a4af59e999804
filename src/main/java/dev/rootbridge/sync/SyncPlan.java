package dev.rootbridge.sync;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must be written where, and what to tell people about it. Data only: printing it changes
 * nothing, and applying it twice is the same as once.
 *
 * @param discovery the remote Secrets that there are; empty where they aren't looked for
 */
public record SyncPlan(
    Instant madeAt,
    List<Domain> domains,
    Cluster home,
    List<Remote> remotes,
    Optional<Discovery> discovery) {

  public SyncPlan {
    domains = List.copyOf(domains);
    remotes = List.copyOf(remotes);
  }

  /** The trust domains that are federated, wherever they may be trusted. */
  public Set<TrustDomain> federated() {
    return domains.stream()
        .filter(
            domain ->
                domain
                    .condition(Condition.Type.ACCEPTED)
                    .filter(condition -> condition.status() == Condition.Status.TRUE)
                    .isPresent())
        .map(domain -> domain.trust().trustDomain())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The remote clusters that can be seen, by name. */
  public Map<String, Cluster> remoteClusters() {
    Map<String, Cluster> seen = new TreeMap<>();
    remotes.forEach(remote -> remote.cluster().ifPresent(found -> seen.put(remote.name(), found)));
    return seen;
  }

  /**
   * A remote cluster.
   *
   * @param name that its API server calls with
   * @param cluster what its pods get; empty while it can't be seen
   * @param root whose root it has, and what is in the way where it can't be seen
   */
  public record Remote(String name, Optional<Cluster> cluster, Condition root) {

    /** Its opted-in namespaces, each as {@code cluster/namespace}. */
    public Stream<Namespace> namespaces() {
      return cluster.stream()
          .flatMap(seen -> seen.namespaces().stream())
          .map(namespace -> namespace.in(name));
    }

    /** Its pods that don't trust what they should, each with its cluster. */
    public Optional<MissedPods> missed() {
      return cluster.map(seen -> seen.missed().in(name));
    }
  }

  /**
   * What a cluster's pods get.
   *
   * @param namespaces the opted-in ones
   * @param missed the pods that don't trust what they should
   * @param unneeded since when targets that are still there have been needed by nobody
   */
  public record Cluster(
      Local local,
      List<Namespace> namespaces,
      List<Action> actions,
      MissedPods missed,
      Map<TargetKey, Instant> unneeded) {
    public Cluster {
      namespaces = List.copyOf(namespaces);
      actions = List.copyOf(actions);
      unneeded = Map.copyOf(unneeded);
    }
  }

  /**
   * A cluster's own side.
   *
   * @param roots what is known of them; they are in bundles only once they are published
   * @param source whether they can be read
   * @param verification whether istiod serves under them
   */
  public record Local(
      TrustDomain trustDomain, LocalRoots roots, Condition source, Condition verification) {

    /** The roots, each with what is done with it. */
    public List<TrackedAnchor> anchors() {
      return roots.anchors();
    }
  }

  /** One {@code FederatedTrustDomain}: its anchors, where it is published, and its conditions. */
  public record Domain(
      FederatedTrust trust,
      List<AnchorStatus> anchors,
      Counts namespaces,
      List<Condition> conditions) {
    public Domain {
      anchors = List.copyOf(anchors);
      conditions = List.copyOf(conditions);
    }

    /** The condition of that type, where the domain has one. */
    public Optional<Condition> condition(Condition.Type type) {
      return conditions.stream().filter(condition -> condition.type() == type).findFirst();
    }

    /** The roots that are in bundles as the domain's, one that has ended too. */
    public List<Anchor> published() {
      return anchors.stream()
          .filter(AnchorStatus::isPublished)
          .map(anchor -> anchor.tracked().anchor())
          .toList();
    }

    /** Whether proxies take one of the published roots for valid then. */
    public boolean isTrustedAt(Instant when) {
      return published().stream().anyMatch(root -> root.isValidAt(when));
    }

    /** Fingerprints of the public keys that are in bundles as the domain's. */
    public Set<Fingerprint> publishedKeys() {
      return published().stream()
          .map(Anchor::keyFingerprint)
          .collect(Collectors.toUnmodifiableSet());
    }

    /** The anchors for the next plan to start from. */
    public List<TrackedAnchor> tracked() {
      return anchors.stream().map(AnchorStatus::tracked).toList();
    }
  }

  /** An anchor of a domain and how it is published. */
  public record AnchorStatus(TrackedAnchor tracked, Publication publication) {
    public boolean isPublished() {
      return publication != Publication.NOT_PUBLISHED;
    }
  }

  /** How a root reaches the proxies. */
  public enum Publication {
    /** As a stand-in that is bound to its trust domain. */
    CONSTRAINED,
    /** As it is: its CA may vouch for any identity. */
    UNCONSTRAINED,
    /** Not at all. */
    NOT_PUBLISHED
  }

  /** Opted-in namespaces that a domain selects, and how many of them have its present bundles. */
  public record Counts(int selected, int current) {}

  /**
   * An opted-in namespace, the domains it may trust, and how its targets stand.
   *
   * @param main the bundle of all that the namespace may trust
   * @param scoped those of the scopes in use, by name
   * @param room whether one more scope would get a bundle
   */
  public record Namespace(
      String name,
      SortedSet<TrustDomain> mayTrust,
      Target main,
      List<Target> scoped,
      ScopeRoom room) {
    public Namespace {
      mayTrust = Collections.unmodifiableSortedSet(new TreeSet<>(mayTrust));
      scoped = List.copyOf(scoped);
    }

    /** The same, by a name that tells it from those of other clusters. */
    Namespace in(String cluster) {
      return new Namespace(cluster + "/" + name, mayTrust, main, scoped, room);
    }

    /** Whether a domain is missing from one of its bundles, for it would make it too large. */
    public boolean leavesOut(TrustDomain domain) {
      return targets().stream().anyMatch(target -> target.leftOut().contains(domain));
    }

    /** All its targets, the main one first. */
    public List<Target> targets() {
      return Stream.concat(Stream.of(main), scoped.stream()).toList();
    }

    /** How the first target stands that isn't as it should be; of none, the main one. */
    public TargetState state() {
      return worst().state();
    }

    /** What to say of that target. */
    public String message() {
      return worst().message();
    }

    private Target worst() {
      if (scoped.isEmpty() || main.state() != TargetState.CURRENT) {
        return main;
      }
      return scoped.stream()
          .filter(target -> target.state() != TargetState.CURRENT)
          .findFirst()
          .orElse(main);
    }
  }

  /** Whether a namespace can have one more scope. */
  public enum ScopeRoom {
    FREE,
    FULL
  }

  /**
   * One ConfigMap of a namespace.
   *
   * @param name the ConfigMap's
   * @param scope whose anchors it holds beside the local ones
   * @param leftOut those of them that it doesn't hold, for they would make it too large
   * @param message what is missing or wrong; empty where nothing is
   */
  public record Target(
      String name,
      SortedSet<TrustDomain> scope,
      SortedSet<TrustDomain> leftOut,
      TargetState state,
      Presence presence,
      String message) {
    public Target {
      scope = Collections.unmodifiableSortedSet(new TreeSet<>(scope));
      leftOut = Collections.unmodifiableSortedSet(new TreeSet<>(leftOut));
    }

    /** One that holds all of its scope. */
    public Target(
        String name,
        SortedSet<TrustDomain> scope,
        TargetState state,
        Presence presence,
        String message) {
      this(name, scope, Collections.emptySortedSet(), state, presence, message);
    }

    Target without(SortedSet<TrustDomain> domains) {
      return new Target(name, scope, domains, state, presence, message);
    }
  }

  /** How a ConfigMap stands. */
  public enum TargetState {
    /** It is there and has what it should. */
    CURRENT,
    /** It is about to be written. */
    PENDING,
    /** It can't be written yet; the message says what is missing. */
    WAITING,
    /** No domain selects the namespace; there is no ConfigMap. */
    NOT_NEEDED,
    /** The namespace has too many scopes; pods that mount it get the local roots alone. */
    OVER_LIMIT,
    /** The last write failed; the message says why. */
    FAILED,
    /** Someone else's ConfigMap has the name; it isn't touched. */
    CONFLICT
  }

  /** Whether a pod that is created now can mount a ConfigMap. */
  public enum Presence {
    /** It is there, be it outdated. */
    PRESENT,
    /** It will be there in a moment. */
    EXPECTED,
    /** Nobody knows when. */
    ABSENT
  }

  /** A change of one ConfigMap. */
  public sealed interface Action {
    TargetKey target();

    /**
     * Make the ConfigMap hold exactly this.
     *
     * @param surplus keys to take out, which aren't ours or are no longer
     * @param changes when its content changed, to be noted beside it, this time included
     * @param present the ConfigMap that is there; empty if there is none
     */
    record Write(
        TargetKey target,
        TargetContent content,
        Set<String> surplus,
        ContentChanges changes,
        Optional<Seen> present)
        implements Action {
      public Write {
        surplus = Set.copyOf(surplus);
      }
    }

    /** Remove the ConfigMap, if it is still the one that was seen. */
    record Delete(TargetKey target, Seen present) implements Action {}
  }

  /**
   * The state of a ConfigMap that an action was decided upon. Where it has changed since, someone
   * else was faster, and the next plan decides anew.
   *
   * @param uid tells it from a later one of its name
   * @param version its resourceVersion
   */
  public record Seen(String uid, String version, World.Mutability mutability) {}
}
