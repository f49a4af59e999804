package dev.rootbridge.sync;

import dev.rootbridge.mesh.MeshDomains;
import dev.rootbridge.sync.World.ExistingTarget;
import java.util.List;
import java.util.Optional;

/**
 * What is known of this cluster's mesh config and of who reads it.
 *
 * @param configs the mesh configs that are read, as they are or were when last seen
 * @param unseen those that can't be read now
 * @param publication where the fragment goes; empty where none is to be published, and what was
 *     published isn't known
 * @param present the ConfigMap of its name, as it is
 */
public record MeshFacts(
    List<Config> configs,
    List<Unreadable> unseen,
    Optional<Publication> publication,
    Optional<Published> present,
    IstiodView istiod) {

  public MeshFacts {
    configs = List.copyOf(configs);
    unseen = List.copyOf(unseen);
  }

  /**
   * A mesh config.
   *
   * @param name its ConfigMap's
   * @param where its ConfigMap and key
   */
  public record Config(String name, String where, MeshDomains domains) {}

  /**
   * A mesh config that can't be read now, or not be understood.
   *
   * @param name its ConfigMap's
   * @param why one line
   */
  public record Unreadable(String name, String why) {}

  /**
   * Where the fragment is published.
   *
   * @param enabled whether it is to be there at all
   */
  public record Publication(TargetKey target, boolean enabled) {}

  /**
   * The ConfigMap of the publication's name.
   *
   * @param domains whom it makes istiod accept; empty where that can't be told
   */
  public record Published(ExistingTarget target, Optional<MeshDomains> domains) {}

  /** What istiod's Deployments say. */
  public sealed interface IstiodView {
    /** All that there are; none where istiod runs elsewhere. */
    record Seen(List<Istiod> deployments) implements IstiodView {
      public Seen {
        deployments = List.copyOf(deployments);
      }
    }

    /**
     * They can't be seen.
     *
     * @param why one line
     */
    record Unseen(String why) implements IstiodView {}
  }

  /**
   * A Deployment of istiod.
   *
   * @param revision its label {@code istio.io/rev}, {@code default} where it has none
   * @param sharedMeshConfig its {@code SHARED_MESH_CONFIG}
   * @param checking whether its proxies check the trust domain of peers at all
   */
  public record Istiod(
      String name,
      String revision,
      SharedMeshConfig sharedMeshConfig,
      PeerCheck checking,
      Optional<ProxyRelease> release) {

    /** The name of its mesh config's ConfigMap. */
    String configMap() {
      return revision.equals("default") ? "istio" : "istio-" + revision;
    }

    /** The shared one's, where it is known. */
    Optional<String> named() {
      return sharedMeshConfig instanceof SharedMeshConfig.Named shared
          ? Optional.of(shared.configMap())
          : Optional.empty();
    }
  }

  /** Which ConfigMap {@code SHARED_MESH_CONFIG} names. */
  public sealed interface SharedMeshConfig {
    record Named(String configMap) implements SharedMeshConfig {}

    record Unset() implements SharedMeshConfig {}

    /**
     * Its value isn't in the Deployment.
     *
     * @param source where it comes from, such as {@code valueFrom}
     */
    record Elsewhere(String source) implements SharedMeshConfig {}
  }

  /** What {@code PILOT_SKIP_VALIDATE_TRUST_DOMAIN} makes of inbound peers. */
  public enum PeerCheck {
    CHECKED,
    SKIPPED
  }
}
