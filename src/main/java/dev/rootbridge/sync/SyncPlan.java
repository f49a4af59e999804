package dev.rootbridge.sync;

import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What must be written where, and what to tell people about it. Data only: printing it changes
 * nothing, and applying it twice is the same as once.
 */
public record SyncPlan(
    Instant madeAt,
    Local local,
    List<Domain> domains,
    List<Namespace> namespaces,
    List<Action> actions) {

  public SyncPlan {
    domains = List.copyOf(domains);
    namespaces = List.copyOf(namespaces);
    actions = List.copyOf(actions);
  }

  /**
   * This cluster's side.
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

    /** The anchors for the next plan to start from. */
    public List<TrackedAnchor> tracked() {
      return anchors.stream().map(AnchorStatus::tracked).toList();
    }
  }

  /** An anchor of a domain and how it is published. */
  public record AnchorStatus(TrackedAnchor tracked, Publication publication) {}

  /** How a root reaches the proxies. */
  public enum Publication {
    /** As a stand-in that is bound to its trust domain. */
    CONSTRAINED,
    /** As it is: its CA may vouch for any identity. */
    UNCONSTRAINED,
    /** Not at all. */
    NOT_PUBLISHED
  }

  /** Opted-in namespaces that a domain selects, and how many of them have its present bundle. */
  public record Counts(int selected, int current) {}

  /** An opted-in namespace, the domains it may trust, and how its target stands. */
  public record Namespace(
      String name,
      SortedSet<TrustDomain> mayTrust,
      TargetState state,
      Presence presence,
      String message) {
    public Namespace {
      mayTrust = Collections.unmodifiableSortedSet(new TreeSet<>(mayTrust));
    }
  }

  /** How a namespace's ConfigMap stands. */
  public enum TargetState {
    /** It is there and has what it should. */
    CURRENT,
    /** It is about to be written. */
    PENDING,
    /** It can't be written yet; the message says what is missing. */
    WAITING,
    /** No domain selects the namespace; there is no ConfigMap. */
    NOT_NEEDED,
    /** The last write failed; the message says why. */
    FAILED,
    /** Someone else's ConfigMap has the name; it isn't touched. */
    CONFLICT
  }

  /** Whether a pod that is created now can mount the namespace's ConfigMap. */
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
    String namespace();

    /**
     * Make the ConfigMap hold exactly this.
     *
     * @param surplus keys to take out, which aren't ours or are no longer
     * @param present how the ConfigMap is that is there; empty if there is none
     */
    record Write(
        String namespace,
        Map<String, String> data,
        Set<String> surplus,
        Optional<World.Mutability> present)
        implements Action {
      public Write {
        data = Map.copyOf(data);
        surplus = Set.copyOf(surplus);
      }
    }

    /** Remove the ConfigMap. */
    record Delete(String namespace) implements Action {}
  }
}
