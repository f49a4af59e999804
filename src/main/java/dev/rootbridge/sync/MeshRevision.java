package dev.rootbridge.sync;

import dev.rootbridge.sync.MeshFacts.Config;
import dev.rootbridge.sync.MeshFacts.Istiod;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import dev.rootbridge.sync.MeshFacts.SharedMeshConfig;
import dev.rootbridge.sync.MeshFacts.Unreadable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One istiod, and the mesh configs that it merges: the standard one of its revision over the shared
 * one. Aliases of both count; of any other list the standard one's replaces the shared one's, even
 * if it is empty (istio/istio, {@code mesh.ApplyMeshConfig}).
 *
 * @param istiod empty where istiod can't be seen: then each mesh config that is known counts as the
 *     standard one of some istiod
 * @param standard as it is or was when last seen; empty where it never was
 * @param shared a shared one that isn't Rootbridge's, if it has one that can be read now
 * @param reads which shared one it has
 * @param unseen why the standard one can't be read now, a line each
 */
record MeshRevision(
    Optional<Istiod> istiod,
    Optional<Config> standard,
    Optional<Config> shared,
    Reads reads,
    List<String> unseen) {

  /** Which shared mesh config an istiod is told to read. */
  enum Reads {
    /** What Rootbridge publishes. */
    OURS,
    ANOTHER,
    NONE,
    /** Only istiod could tell. */
    NOT_KNOWN
  }

  /** What a mesh is called. */
  record Named(String where, String name) {}

  /** What istiod goes by where no mesh config says it ({@code mesh.DefaultMeshConfig}). */
  private static final String DEFAULT_TRUST_DOMAIN = "cluster.local";

  MeshRevision {
    unseen = List.copyOf(unseen);
  }

  /**
   * All that there are, as far as can be seen.
   *
   * @param ours the name of the ConfigMap that Rootbridge publishes
   */
  static List<MeshRevision> of(MeshFacts facts, String ours) {
    List<Istiod> deployments =
        facts.istiod() instanceof IstiodView.Seen seen ? seen.deployments() : List.of();
    if (!deployments.isEmpty()) {
      return deployments.stream().map(istiod -> of(istiod, facts, ours)).toList();
    }
    return Stream.concat(
            facts.configs().stream().map(Config::name),
            facts.unseen().stream().map(Unreadable::name))
        .distinct()
        .filter(name -> !name.equals(ours))
        .map(
            name ->
                new MeshRevision(
                    Optional.empty(),
                    find(facts, name),
                    Optional.empty(),
                    Reads.NOT_KNOWN,
                    unseen(facts, name)))
        .toList();
  }

  private static MeshRevision of(Istiod istiod, MeshFacts facts, String ours) {
    Reads reads = reads(istiod.sharedMeshConfig(), ours);
    return new MeshRevision(
        Optional.of(istiod),
        find(facts, istiod.configMap()),
        istiod
            .named()
            .filter(name -> reads == Reads.ANOTHER && unseen(facts, name).isEmpty())
            .flatMap(name -> find(facts, name)),
        reads,
        unseen(facts, istiod.configMap()));
  }

  private static Reads reads(SharedMeshConfig shared, String ours) {
    if (shared instanceof SharedMeshConfig.Named named) {
      return named.configMap().equals(ours) ? Reads.OURS : Reads.ANOTHER;
    }
    return shared instanceof SharedMeshConfig.Unset ? Reads.NONE : Reads.NOT_KNOWN;
  }

  private static Optional<Config> find(MeshFacts facts, String name) {
    return facts.configs().stream().filter(config -> config.name().equals(name)).findFirst();
  }

  private static List<String> unseen(MeshFacts facts, String name) {
    List<String> lines =
        facts.unseen().stream()
            .filter(unreadable -> unreadable.name().equals(name))
            .map(Unreadable::why)
            .toList();
    return lines.isEmpty() && find(facts, name).isEmpty()
        ? List.of("add " + name + " to rootbridge.mesh.config-maps")
        : lines;
  }

  /** The Deployment's name. */
  Optional<String> deployment() {
    return istiod.map(Istiod::name);
  }

  /** The mesh config that has the domain let in, whatever becomes of ours. */
  Optional<Config> acceptedBy(String domain) {
    Optional<Config> current = standard.filter(config -> unseen.isEmpty());
    return aliasedBy(domain)
        .or(() -> current.filter(config -> config.domains().accepts(domain)))
        .or(
            () ->
                shared
                    .filter(config -> config.domains().accepts(domain))
                    .filter(config -> current.isPresent() && !hasListOfItsOwn()));
  }

  /** The mesh config that makes the domain another name of the local one. */
  Optional<Config> aliasedBy(String domain) {
    return Stream.concat(standard.filter(config -> unseen.isEmpty()).stream(), shared.stream())
        .filter(config -> config.domains().aliases().contains(domain))
        .findFirst();
  }

  /** The mesh config whose list of certificates replaces ours, and lacks the domain. */
  Optional<Config> shadowing(String domain) {
    return standard
        .filter(config -> config.domains().listed().isPresent())
        .filter(config -> !config.domains().accepts(domain));
  }

  private boolean hasListOfItsOwn() {
    return standard.filter(config -> config.domains().listed().isPresent()).isPresent();
  }

  /** Whom this istiod takes its own mesh for; empty where that can't be told. */
  Optional<Named> local() {
    Optional<Named> said =
        configs()
            .flatMap(
                config ->
                    config.domains().local().stream()
                        .map(name -> new Named(config.where() + ": trustDomain", name)))
            .findFirst();
    return said.or(
        () ->
            standard
                .filter(config -> unseen.isEmpty() && knowsShared())
                .map(
                    config ->
                        new Named(
                            config.where() + ": there is no trustDomain, so istiod's",
                            DEFAULT_TRUST_DOMAIN)));
  }

  private boolean knowsShared() {
    return reads == Reads.OURS
        || reads == Reads.NONE
        || (reads == Reads.ANOTHER && shared.isPresent());
  }

  /** Those that are known, the one that overrides the other first. */
  Stream<Config> configs() {
    return Stream.concat(standard.stream(), shared.stream());
  }
}
