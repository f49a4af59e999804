package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.CONSTRAINED;
import static dev.rootbridge.sync.Condition.Type.PUBLISHED;
import static dev.rootbridge.sync.Condition.Type.SOURCE_REACHABLE;

import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.trust.Conflict;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells a domain's state in the words of conditions. */
final class DomainConditions {

  private static final int NAMESPACES_NAMED = 3;

  private DomainConditions() {}

  /**
   * @param kept how many anchors stay trusted whatever the source says now
   */
  static Condition source(String source, SourceReading reading, int kept) {
    if (reading instanceof Read read) {
      int count = read.anchors().size();
      return Condition.holds(
          SOURCE_REACHABLE,
          "Read",
          count + (count == 1 ? " certificate" : " certificates") + " read from " + source);
    }
    Failed failed = (Failed) reading;
    String message =
        failed.message() + (kept == 0 ? "" : "; the anchors trusted before stay: " + kept);
    return failed.failure() == Failure.NOT_YET_READ
        ? Condition.unknown(SOURCE_REACHABLE, failed.failure().reason(), message)
        : Condition.fails(SOURCE_REACHABLE, failed.failure().reason(), message);
  }

  /** A remote cluster of which nothing, or not enough, is known. */
  static Condition unseen(Failed why) {
    return why.failure() == Failure.NOT_YET_READ
        ? Condition.unknown(SOURCE_REACHABLE, why.failure().reason(), why.message())
        : Condition.fails(SOURCE_REACHABLE, why.failure().reason(), why.message());
  }

  static Condition constrained(FederatedTrust trust) {
    return trust.constraint().mode() == Constraint.Mode.NONE
        ? Condition.fails(
            CONSTRAINED,
            "ConstraintOff",
            "the CA of "
                + trust.trustDomain()
                + " may vouch for any identity, this cluster's own included;"
                + " set constraint.mode: TrustDomain to bind it")
        : Condition.holds(
            CONSTRAINED,
            "TrustDomain",
            "the CA of " + trust.trustDomain() + " may vouch for " + trust.trustDomain() + " only");
  }

  static Condition tooManyRoots(String problem) {
    return Condition.fails(SOURCE_REACHABLE, "TooManyRoots", problem);
  }

  static Condition unrecorded(World.Unrecorded lack) {
    return Condition.fails(
        PUBLISHED,
        "StatusNotWritten",
        "no root is added to bundles before it is recorded in the status, which can't be written: "
            + lack.problem());
  }

  /** That bundles are too large for it, if some are. */
  static Optional<Condition> leftOut(TrustDomain domain, List<SyncPlan.Namespace> namespaces) {
    List<SyncPlan.Namespace> without =
        namespaces.stream().filter(namespace -> namespace.leavesOut(domain)).toList();
    return without.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Condition.fails(
                PUBLISHED,
                "BundleTooLarge",
                ("the bundles of %s would be larger than a ConfigMap may be, most of them for this"
                        + " domain: let its source have fewer roots, or the namespaces fewer domains")
                    .formatted(names(without))));
  }

  private static String names(List<SyncPlan.Namespace> namespaces) {
    String named =
        namespaces.stream()
            .limit(NAMESPACES_NAMED)
            .map(SyncPlan.Namespace::name)
            .collect(Collectors.joining(", "));
    int more = namespaces.size() - NAMESPACES_NAMED;
    return more > 0 ? named + " and " + more + " more" : named;
  }

  static Condition notPublished(Condition why) {
    return Condition.fails(PUBLISHED, why.reason(), why.message());
  }

  /**
   * @param published how many anchors of the domain are in bundles
   * @param namespaces the opted-in namespaces that the domain selects
   */
  static Condition published(
      int published, List<Conflict> conflicts, List<SyncPlan.Namespace> namespaces) {
    String left = conflicts.stream().map(Conflict::message).collect(Collectors.joining("; "));
    if (published == 0) {
      return conflicts.isEmpty()
          ? Condition.fails(
              PUBLISHED, "NoAnchors", "no anchor of the domain is trusted; see status.anchors")
          : Condition.fails(PUBLISHED, conflicts.get(0).reason().label(), left);
    }
    List<SyncPlan.Namespace> late =
        namespaces.stream()
            .filter(namespace -> namespace.state() != SyncPlan.TargetState.CURRENT)
            .toList();
    List<SyncPlan.Namespace> stuck =
        late.stream()
            .filter(namespace -> namespace.state() != SyncPlan.TargetState.PENDING)
            .filter(namespace -> namespace.state() != SyncPlan.TargetState.WAITING)
            .toList();
    if (!stuck.isEmpty()) {
      return Condition.fails(PUBLISHED, "WriteFailed", naming(stuck));
    }
    if (!late.isEmpty()) {
      return Condition.fails(
          PUBLISHED,
          "Publishing",
          (namespaces.size() - late.size())
              + " of "
              + namespaces.size()
              + " namespaces have the present bundle");
    }
    if (namespaces.isEmpty()) {
      return Condition.fails(
          PUBLISHED,
          "NoNamespaces",
          "no namespace is both selected and opted in: kubectl label namespace NAME "
              + "rootbridge.dev/injection=enabled");
    }
    return conflicts.isEmpty()
        ? Condition.holds(
            PUBLISHED, "Published", "every selected namespace has it: " + namespaces.size())
        : Condition.holds(PUBLISHED, "PublishedInPart", left);
  }

  private static String naming(List<SyncPlan.Namespace> stuck) {
    String named =
        stuck.stream()
            .limit(NAMESPACES_NAMED)
            .map(namespace -> namespace.name() + ": " + namespace.message())
            .collect(Collectors.joining("; "));
    int more = stuck.size() - NAMESPACES_NAMED;
    return more > 0 ? named + "; and " + more + " more" : named;
  }
}
