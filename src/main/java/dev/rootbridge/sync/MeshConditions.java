package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.ACCEPTED_BY_MESH;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.mesh.MeshFragment;
import dev.rootbridge.sync.MeshFacts.Config;
import dev.rootbridge.sync.MeshFacts.Istiod;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import dev.rootbridge.sync.MeshFacts.PeerCheck;
import dev.rootbridge.sync.MeshFacts.Publication;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells whether the mesh's proxies let a domain's workloads in, and what is in the way.
 *
 * @param isBehind whether the published fragment isn't what it should be yet
 * @param failure why its last write failed
 */
record MeshConditions(
    SyncPlan plan,
    MeshFacts facts,
    Publication publication,
    MeshFragment fragment,
    boolean isBehind,
    Optional<String> failure) {

  /** A mesh config that says that this mesh is another one than was configured. */
  static Optional<Condition> contradiction(SyncPlan plan, MeshFacts facts) {
    TrustDomain local = plan.home().local().trustDomain();
    return facts.configs().stream()
        .filter(config -> config.domains().local().filter(local.name()::equals).isEmpty())
        .filter(config -> config.domains().local().isPresent())
        .findFirst()
        .map(
            config ->
                Condition.fails(
                    ACCEPTED_BY_MESH,
                    "LocalTrustDomainDiffers",
                    config.where()
                        + ": trustDomain is "
                        + config.domains().local().get()
                        + ", but rootbridge.local.trust-domain is "
                        + local
                        + ": nothing is changed in the shared mesh config until they agree"));
  }

  /** Whether inbound peers of the domain are let in. */
  Condition accepted(SyncPlan.Domain domain) {
    TrustDomain name = domain.trust().trustDomain();
    return contradiction(plan, facts)
        .or(() -> sameName(name))
        .or(() -> byHand(name))
        .or(() -> unwritten(domain))
        .or(() -> shadowed(domain.trust()))
        .or(() -> unread(name))
        .orElseGet(() -> holds(domain.trust()));
  }

  /** Whether calls to the domain's workloads find whom they expect. */
  Condition outbound(SyncPlan.Domain domain) {
    return MeshOutbound.condition(domain.trust(), facts);
  }

  private Optional<Condition> sameName(TrustDomain name) {
    return facts.configs().stream()
        .filter(config -> config.domains().local().filter(name.name()::equals).isPresent())
        .findFirst()
        .map(
            config ->
                fails(
                    "LocalTrustDomain",
                    config.where()
                        + ": trustDomain is "
                        + name
                        + " too; two meshes of one name can't be told apart"));
  }

  /** Accepted by every mesh config that is read, whatever becomes of ours. */
  private Optional<Condition> byHand(TrustDomain name) {
    List<Config> configs = facts.configs();
    if (configs.isEmpty()
        || !facts.unseen().isEmpty()
        || !configs.stream().allMatch(config -> config.domains().accepts(name.name()))) {
      return Optional.empty();
    }
    Config first = configs.get(0);
    boolean isAlias = first.domains().aliases().contains(name.name());
    return Optional.of(
        Condition.holds(
            ACCEPTED_BY_MESH,
            isAlias ? "AliasedByHand" : "AcceptedByHand",
            first.where()
                + " accepts it already"
                + (isAlias ? ": " + aliasMeans(name) : "")
                + notes()));
  }

  private Optional<Condition> unwritten(SyncPlan.Domain domain) {
    FederatedTrust trust = domain.trust();
    String target = "ConfigMap " + publication.target();
    if (!publication.enabled() || trust.acceptance() == Acceptance.NONE) {
      return Optional.of(
          fails(
              "NotAccepted",
              "nothing makes istiod accept "
                  + trust.trustDomain()
                  + ": set meshConfig.acceptance: Distinct"
                  + (publication.enabled() ? "" : " and rootbridge.mesh.publish.enabled=true")
                  + ", or write caCertificates: [{trustDomains: ["
                  + trust.trustDomain()
                  + "]}] into the mesh config"));
    }
    if (!MeshPlanner.isWanted(domain)) {
      return Optional.of(
          fails(
              "NothingTrusted",
              "no anchor of "
                  + trust.trustDomain()
                  + " may be trusted now, so "
                  + target
                  + " doesn't list it; see the other conditions and status.anchors"));
    }
    if (facts.present().filter(found -> found.owner() == World.Owner.SOMEONE_ELSE).isPresent()) {
      return Optional.of(
          fails(
              "MeshConfigMapConflict",
              target
                  + " is not Rootbridge's: rename or delete it, or set rootbridge.mesh.publish.config-map"));
    }
    return isBehind
        ? Optional.of(
            failure
                .map(why -> fails("MeshConfigMapNotWritten", target + ": " + why))
                .orElseGet(() -> fails("Publishing", target + " is about to be written")))
        : Optional.empty();
  }

  /** istiod unites aliases, but takes the last list of certificates as it is. */
  private Optional<Condition> shadowed(FederatedTrust trust) {
    return trust.acceptance() == Acceptance.DISTINCT
        ? facts.configs().stream()
            .filter(config -> config.domains().listed().isPresent())
            .filter(config -> !config.domains().accepts(trust.trustDomain().name()))
            .findFirst()
            .map(
                config ->
                    fails(
                        "Shadowed",
                        config.where()
                            + " has caCertificates of its own, which replace those of ConfigMap "
                            + publication.target()
                            + ": add {trustDomains: ["
                            + trust.trustDomain()
                            + "]} there, or take caCertificates out"))
        : Optional.empty();
  }

  private Optional<Condition> unread(TrustDomain name) {
    if (facts.istiod() instanceof IstiodView.Unseen unseen) {
      return Optional.of(
          unknown("IstiodUnseen", "whether istiod reads it can't be seen: " + unseen.why()));
    }
    List<Istiod> deployments = ((IstiodView.Seen) facts.istiod()).deployments();
    if (deployments.isEmpty()) {
      return Optional.of(
          unknown(
              "IstiodNotFound",
              "no Deployment with the label app=istiod in "
                  + publication.target().namespace()
                  + ": see that istiod has SHARED_MESH_CONFIG="
                  + publication.target().name()));
    }
    String blind =
        deployments.stream()
            .filter(istiod -> !acceptsByItself(istiod, name))
            .filter(
                istiod ->
                    istiod.sharedMeshConfig().filter(publication.target().name()::equals).isEmpty())
            .map(Istiod::name)
            .collect(Collectors.joining(", "));
    if (!blind.isEmpty()) {
      return Optional.of(
          fails(
              "NotLookedAt",
              "istiod doesn't read ConfigMap "
                  + publication.target()
                  + ": set SHARED_MESH_CONFIG="
                  + publication.target().name()
                  + " in the environment of Deployment "
                  + blind
                  + " (once; restarts it)"));
    }
    List<String> unseen = unseenConfigs(deployments);
    return unseen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            unknown(
                "MeshConfigUnseen",
                "whether a mesh config replaces it can't be seen: " + String.join("; ", unseen)));
  }

  private List<String> unseenConfigs(List<Istiod> deployments) {
    return java.util.stream.Stream.concat(
            facts.unseen().stream(),
            deployments.stream()
                .map(Istiod::configMap)
                .distinct()
                .filter(name -> facts.configs().stream().noneMatch(c -> c.name().equals(name)))
                .filter(
                    name -> facts.unseen().stream().noneMatch(line -> line.contains("/" + name)))
                .map(name -> "add " + name + " to rootbridge.mesh.config-maps"))
        .toList();
  }

  private boolean acceptsByItself(Istiod istiod, TrustDomain name) {
    return facts.configs().stream()
        .filter(config -> config.name().equals(istiod.configMap()))
        .anyMatch(config -> config.domains().accepts(name.name()));
  }

  private Condition holds(FederatedTrust trust) {
    List<String> strangers = strangers();
    String message =
        "ConfigMap "
            + publication.target()
            + " has it accepted"
            + (trust.acceptance() == Acceptance.ALIAS
                ? " as an alias: " + aliasMeans(trust.trustDomain())
                : " under its own name");
    return Condition.holds(
        ACCEPTED_BY_MESH,
        strangers.isEmpty() ? trust.acceptance().label() : "AliasNotFederated",
        message + notes());
  }

  private String aliasMeans(TrustDomain name) {
    TrustDomain local = plan.home().local().trustDomain();
    return "AuthorizationPolicies that allow "
        + local
        + "/ns/NAMESPACE/sa/ACCOUNT also match "
        + name
        + "/ns/NAMESPACE/sa/ACCOUNT";
  }

  private String notes() {
    String aliases = String.join(", ", strangers());
    String skipping =
        facts.istiod() instanceof IstiodView.Seen seen
            ? seen.deployments().stream()
                .filter(istiod -> istiod.checking() == PeerCheck.SKIPPED)
                .map(Istiod::name)
                .collect(Collectors.joining(", "))
            : "";
    return (aliases.isEmpty()
            ? ""
            : "; trustDomainAliases in the mesh config name what is not federated: " + aliases)
        + (skipping.isEmpty()
            ? ""
            : "; PILOT_SKIP_VALIDATE_TRUST_DOMAIN is set in Deployment "
                + skipping
                + ": proxies accept any identity that chains to a trusted root");
  }

  private List<String> strangers() {
    return facts.configs().stream()
        .flatMap(config -> config.domains().aliases().stream())
        .distinct()
        .filter(alias -> !alias.equals(plan.home().local().trustDomain().name()))
        .filter(alias -> plan.federated().stream().noneMatch(known -> known.name().equals(alias)))
        .sorted()
        .toList();
  }

  private static Condition fails(String reason, String message) {
    return Condition.fails(ACCEPTED_BY_MESH, reason, message);
  }

  private static Condition unknown(String reason, String message) {
    return Condition.unknown(ACCEPTED_BY_MESH, reason, message);
  }
}
