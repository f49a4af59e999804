package dev.rootbridge.sync;

import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a plan is made from, as seen at one moment. No part of it reaches outside.
 *
 * @param hazards what else the mesh's proxies go by
 * @param failures why the last write into a namespace failed, by namespace
 */
public record World(
    Local local,
    List<Domain> domains,
    List<Namespace> namespaces,
    Hazards hazards,
    Map<String, String> failures,
    Instant now) {

  public World {
    domains = List.copyOf(domains);
    namespaces = List.copyOf(namespaces);
    failures = Map.copyOf(failures);
  }

  /**
   * This cluster's own trust domain and roots, and where they are read.
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
   */
  public record Domain(FederatedTrust trust, SourceReading reading, List<TrackedAnchor> before) {
    public Domain {
      before = List.copyOf(before);
    }
  }

  /** A namespace with its target, where it has one. */
  public record Namespace(
      String name, Map<String, String> labels, Phase phase, Optional<ExistingTarget> target) {
    public Namespace {
      labels = Map.copyOf(labels);
    }
  }

  /** Whether things can still be written into a namespace. */
  public enum Phase {
    ACTIVE,
    TERMINATING
  }

  /** A ConfigMap with a target's name, as it is in the cluster. */
  public record ExistingTarget(Map<String, String> data, Owner owner, Mutability mutability) {
    public ExistingTarget {
      data = Map.copyOf(data);
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
