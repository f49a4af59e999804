package dev.rootbridge.sync;

import dev.rootbridge.mesh.MeshTrust;
import java.util.List;

/**
 * What lies beside the bundles in the mesh and makes them worth less: proxies add it to what they
 * read from us.
 *
 * @param crls where there is a certificate revocation list, for people to find
 * @param meshConfigs whom mesh configs make every proxy trust
 * @param unseen what couldn't be looked at and why, a line each
 */
public record Hazards(List<String> crls, List<MeshConfig> meshConfigs, List<String> unseen) {

  /** Nothing of the kind. */
  public static final Hazards NONE = new Hazards(List.of(), List.of(), List.of());

  /**
   * A mesh config.
   *
   * @param where its ConfigMap and key
   */
  public record MeshConfig(String where, MeshTrust trust) {}

  public Hazards {
    crls = List.copyOf(crls);
    meshConfigs = List.copyOf(meshConfigs);
    unseen = List.copyOf(unseen);
  }
}
