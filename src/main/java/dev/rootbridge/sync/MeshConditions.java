package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.ACCEPTED_BY_MESH;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.MeshFacts.Config;
import dev.rootbridge.sync.MeshFacts.Istiod;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import dev.rootbridge.sync.MeshFacts.SharedMeshConfig;
import dev.rootbridge.sync.MeshRevision.Reads;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells whether the mesh's proxies let a domain's workloads in, and what is in the way. */
record MeshConditions(
    MeshTrustDomains names,
    List<MeshRevision> revisions,
    IstiodView istiod,
    MeshDelivery delivery,
    MeshRemarks remarks) {

  /** Whether inbound peers of the domain are let in. */
  Condition accepted(SyncPlan.Domain domain) {
    FederatedTrust trust = domain.trust();
    Condition condition =
        names
            .sameAs(trust.trustDomain())
            .or(names::differing)
            .or(() -> byHand(trust.trustDomain()))
            .or(() -> delivery.problem(domain))
            .or(() -> shadowed(trust))
            .or(() -> unread(trust.trustDomain()))
            .orElseGet(() -> holds(trust));
    return new Condition(
        condition.type(),
        condition.status(),
        condition.reason(),
        condition.message() + remarks.more());
  }

  /** Accepted by each istiod, whatever becomes of ours. */
  private Optional<Condition> byHand(TrustDomain domain) {
    if (revisions.isEmpty() || !throughOurs(domain).isEmpty()) {
      return Optional.empty();
    }
    Optional<Config> alias =
        revisions.stream().flatMap(found -> found.aliasedBy(domain.name()).stream()).findFirst();
    return Optional.of(
        Condition.holds(
            ACCEPTED_BY_MESH,
            alias.isPresent() ? "AliasedByHand" : "AcceptedByHand",
            alias
                    .or(() -> revisions.get(0).acceptedBy(domain.name()))
                    .map(Config::where)
                    .orElseThrow()
                + " accepts it already"
                + (alias.isPresent() ? ": " + remarks.aliasMeans(domain) : "")));
  }

  /** Those that let the domain in by our ConfigMap, or not at all. */
  private List<MeshRevision> throughOurs(TrustDomain domain) {
    return revisions.stream()
        .filter(revision -> revision.acceptedBy(domain.name()).isEmpty())
        .toList();
  }

  /** istiod unites aliases, but takes the last list of certificates as it is. */
  private Optional<Condition> shadowed(FederatedTrust trust) {
    return trust.acceptance() == Acceptance.DISTINCT
        ? throughOurs(trust.trustDomain()).stream()
            .flatMap(revision -> revision.shadowing(trust.trustDomain().name()).stream())
            .findFirst()
            .map(
                config ->
                    fails(
                        "Shadowed",
                        config.where()
                            + " has "
                            + (config.domains().listed().orElseThrow().isEmpty()
                                ? "caCertificates without a trust domain, which replace"
                                : "caCertificates of its own, which replace")
                            + " those of ConfigMap "
                            + delivery.publication().target()
                            + ": add {trustDomains: ["
                            + trust.trustDomain()
                            + "]} there, or take caCertificates out"))
        : Optional.empty();
  }

  private Optional<Condition> unread(TrustDomain domain) {
    TargetKey target = delivery.publication().target();
    if (istiod instanceof IstiodView.Unseen unseen) {
      return Optional.of(
          unknown("IstiodUnseen", "whether istiod reads it can't be seen: " + unseen.why()));
    }
    if (((IstiodView.Seen) istiod).deployments().isEmpty()) {
      return Optional.of(
          unknown(
              "IstiodNotFound",
              "no Deployment with the label app=istiod in "
                  + target.namespace()
                  + ": see that istiod has SHARED_MESH_CONFIG="
                  + target.name()));
    }
    List<MeshRevision> relying = throughOurs(domain);
    List<MeshRevision> blind =
        relying.stream()
            .filter(found -> found.reads() == Reads.ANOTHER || found.reads() == Reads.NONE)
            .toList();
    if (!blind.isEmpty()) {
      return Optional.of(notLookedAt(domain, blind));
    }
    String elsewhere =
        relying.stream()
            .flatMap(revision -> revision.istiod().stream())
            .flatMap(MeshConditions::elsewhere)
            .collect(Collectors.joining("; "));
    if (!elsewhere.isEmpty()) {
      return Optional.of(
          unknown(
              "SharedMeshConfigUnseen",
              "whether istiod reads ConfigMap " + target + " can't be seen: " + elsewhere));
    }
    String unseen =
        relying.stream()
            .flatMap(revision -> revision.unseen().stream())
            .distinct()
            .collect(Collectors.joining("; "));
    return unseen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            unknown(
                "MeshConfigUnseen", "whether a mesh config replaces it can't be seen: " + unseen));
  }

  private static Stream<String> elsewhere(Istiod istiod) {
    return istiod.sharedMeshConfig() instanceof SharedMeshConfig.Elsewhere elsewhere
        ? Stream.of(
            "SHARED_MESH_CONFIG of Deployment "
                + istiod.name()
                + " comes from its "
                + elsewhere.source())
        : Stream.empty();
  }

  private Condition notLookedAt(TrustDomain domain, List<MeshRevision> blind) {
    TargetKey target = delivery.publication().target();
    String deployments =
        blind.stream()
            .flatMap(revision -> revision.deployment().stream())
            .collect(Collectors.joining(", "));
    String others =
        blind.stream()
            .flatMap(revision -> revision.istiod().stream())
            .flatMap(found -> found.named().stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return fails(
        "NotLookedAt",
        "istiod doesn't read ConfigMap "
            + target
            + ": set SHARED_MESH_CONFIG="
            + target.name()
            + " in the environment of Deployment "
            + deployments
            + " (once; restarts it)"
            + (others.isEmpty()
                ? ""
                : "; it names "
                    + others
                    + " now, of which istiod reads one alone: move what that holds to the standard"
                    + " mesh config, or accept "
                    + domain
                    + " there and name it in rootbridge.mesh.config-maps"));
  }

  private Condition holds(FederatedTrust trust) {
    return Condition.holds(
        ACCEPTED_BY_MESH,
        remarks.strangers().isEmpty() ? trust.acceptance().label() : "AliasNotFederated",
        "ConfigMap "
            + delivery.publication().target()
            + " has it accepted"
            + (trust.acceptance() == Acceptance.ALIAS
                ? " as an alias: " + remarks.aliasMeans(trust.trustDomain())
                : " under its own name"));
  }

  private static Condition fails(String reason, String message) {
    return Condition.fails(ACCEPTED_BY_MESH, reason, message);
  }

  private static Condition unknown(String reason, String message) {
    return Condition.unknown(ACCEPTED_BY_MESH, reason, message);
  }
}
