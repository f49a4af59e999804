package dev.rootbridge.sync;

import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a plan is made from, as seen at one moment. No part of it reaches outside.
 *
 * @param home the cluster that Rootbridge runs in
 * @param remotes the clusters that this one's istiod serves too, and that are written to from here
 * @param discovered the Secrets that Istio enrols clusters by; empty where they aren't looked for
 * @param hazards what else the mesh's proxies go by
 */
public record World(
    Cluster home,
    List<Remote> remotes,
    List<Domain> domains,
    Hazards hazards,
    Optional<List<DiscoveredSecret>> discovered,
    TargetPolicy policy,
    Instant now) {

  public World {
    remotes = List.copyOf(remotes);
    domains = List.copyOf(domains);
    discovered = discovered.map(List::copyOf);
  }

  /**
   * A remote cluster.
   *
   * @param name that its API server calls with
   * @param access how it is reached
   */
  public record Remote(String name, SourceSpec.RemoteCluster access, View view) {

    /** What can be seen of it. */
    public sealed interface View {
      /** All that is needed. */
      record Seen(Cluster cluster) implements View {}

      /** Nothing, or not enough yet. */
      record Unseen(SourceReading.Failed why) implements View {}
    }
  }

  /**
   * A cluster whose pods get bundles.
   *
   * @param failures why the last write of a target failed
   * @param podsUnknown why its pods can't be seen, and who mounts what isn't known; empty if they
   *     can
   * @param unneeded since when targets have been needed by nobody, as the last plan had it
   */
  public record Cluster(
      Local local,
      List<Namespace> namespaces,
      Optional<String> podsUnknown,
      Map<TargetKey, String> failures,
      Map<TargetKey, Instant> unneeded) {
    public Cluster {
      namespaces = List.copyOf(namespaces);
      failures = Map.copyOf(failures);
      unneeded = Map.copyOf(unneeded);
    }
  }

  /**
   * A cluster's own trust domain and roots, and where they are read.
   *
   * @param before the roots as the last plan left them
   * @param istiod what istiod's certificate says of the roots
   */
  public record Local(
      TrustDomain trustDomain,
      String source,
      SourceReading reading,
      LocalRoots before,
      RotationPolicy rotation,
      IstiodReading istiod) {}

  /**
   * A federated trust domain with what its source says.
   *
   * @param before the anchors as the last plan left them
   * @param published fingerprints of the public keys that the last plan had in bundles as the
   *     domain's
   * @param unrecorded set where what was planned can't be written into the status
   */
  public record Domain(
      FederatedTrust trust,
      SourceReading reading,
      RotationHistory before,
      Set<Fingerprint> published,
      Optional<Unrecorded> unrecorded) {
    public Domain {
      published = Set.copyOf(published);
    }

    /** One that was never published. */
    public Domain(FederatedTrust trust, SourceReading reading, RotationHistory before) {
      this(trust, reading, before, Set.of(), Optional.empty());
    }

    Domain with(RotationHistory history) {
      return new Domain(trust, reading, history, published, unrecorded);
    }
  }

  /**
   * That the status of a domain can't be written. A root that is in bundles and in no status would
   * leave them when a restart meets an outage of its source.
   *
   * @param recorded fingerprints of the certificates that the status has
   * @param problem why it can't be written
   */
  public record Unrecorded(Set<Fingerprint> recorded, String problem) {
    public Unrecorded {
      recorded = Set.copyOf(recorded);
    }
  }

  /**
   * A namespace with the ConfigMaps that have a target's name, and what runs in it.
   *
   * @param targets by name
   * @param wishes what its workload templates say in {@code rootbridge.dev/trust-domains}
   * @param pods those that have a proxy and haven't ended
   */
  public record Namespace(
      String name,
      Map<String, String> labels,
      Phase phase,
      Map<String, ExistingTarget> targets,
      Set<String> wishes,
      List<Pod> pods) {
    public Namespace {
      labels = Map.copyOf(labels);
      targets = Map.copyOf(targets);
      wishes = Set.copyOf(wishes);
      pods = List.copyOf(pods);
    }
  }

  /**
   * A pod with a proxy.
   *
   * @param wish what it says in {@code rootbridge.dev/trust-domains}
   * @param started when its proxy started last; empty where it hasn't yet
   * @param release of its proxy, where the image tells it
   */
  public record Pod(
      String name,
      PodOwner owner,
      Phase phase,
      Optional<String> wish,
      PodTrust trust,
      Optional<Instant> started,
      Optional<ProxyRelease> release) {

    /** The ConfigMap that its containers may read a rendered bundle from. */
    public Optional<String> mounts() {
      return trust.mounts();
    }

    /** Whether it can't have started without the bundle that it mounts. */
    boolean awaitsBundle() {
      return trust instanceof PodTrust.Patched && phase == Phase.ACTIVE && started.isEmpty();
    }

    /** Whether it would get a bundle if it were made now. */
    boolean takesPart() {
      return trust instanceof PodTrust.Patched || trust instanceof PodTrust.Unpatched;
    }
  }

  /** Whether something is there to stay, or being deleted. */
  public enum Phase {
    ACTIVE,
    TERMINATING
  }

  /**
   * A ConfigMap with a target's name, as it is in the cluster.
   *
   * @param content the fingerprint of its data, see {@link TargetContent}
   * @param keys the keys of its data, binary ones too
   * @param binaryKeys those of them that are binary, which Rootbridge's never are
   * @param uid tells it from a later one of its name
   * @param version its resourceVersion
   * @param changes when its content changed, as far as Rootbridge has noted it there
   */
  public record ExistingTarget(
      Fingerprint content,
      Set<String> keys,
      Set<String> binaryKeys,
      Owner owner,
      Mutability mutability,
      String uid,
      String version,
      Instant created,
      ContentChanges changes) {
    public ExistingTarget {
      keys = Set.copyOf(keys);
      binaryKeys = Set.copyOf(binaryKeys);
    }

    SyncPlan.Seen seen() {
      return new SyncPlan.Seen(uid, version, mutability);
    }
  }

  /** Who made a ConfigMap that has a target's name. */
  public enum Owner {
    ROOTBRIDGE,
    SOMEONE_ELSE
  }

  /** Whether the data of a ConfigMap can be changed in place. */
  public enum Mutability {
    MUTABLE,
    IMMUTABLE
  }
}
