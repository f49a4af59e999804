package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.ACCEPTED_BY_MESH;

import dev.rootbridge.sync.MeshRevision.Named;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether everybody means the same mesh: what the mesh configs call this one, what Rootbridge takes
 * it for, and what is federated.
 *
 * @param local what Rootbridge takes it for
 */
record MeshTrustDomains(TrustDomain local, List<MeshRevision> revisions) {

  /** A mesh config that calls this mesh by the name of a federated one. */
  Optional<Condition> sameAs(TrustDomain federated) {
    return named()
        .filter(named -> named.name().equals(federated.name()))
        .findFirst()
        .map(
            named ->
                Condition.fails(
                    ACCEPTED_BY_MESH,
                    "LocalTrustDomain",
                    named.where()
                        + " is "
                        + federated
                        + " too; two meshes of one name can't be told apart"));
  }

  /** A mesh config that says that this mesh is another one than Rootbridge takes it for. */
  Optional<Condition> differing() {
    return named()
        .filter(named -> !named.name().equals(local.name()))
        .findFirst()
        .map(
            named ->
                Condition.fails(
                    ACCEPTED_BY_MESH,
                    "LocalTrustDomainDiffers",
                    named.where()
                        + " is "
                        + named.name()
                        + ", but Rootbridge goes by "
                        + local
                        + " (rootbridge.local.trust-domain or, where that isn't set, what the mesh"
                        + " config said at its start): nothing is changed in the shared mesh config until they agree"));
  }

  private Stream<Named> named() {
    return revisions.stream().flatMap(revision -> revision.local().stream());
  }
}
