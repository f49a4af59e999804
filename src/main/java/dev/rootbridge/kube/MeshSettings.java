package dev.rootbridge.kube;

import java.util.List;
import java.util.Optional;

/**
 * Where istiod keeps what it hands out to the mesh.
 *
 * @param rootNamespace the mesh's root namespace, as in its mesh config
 * @param configMaps those with a mesh config: each revision's, and the one that istiod's {@code
 *     SHARED_MESH_CONFIG} names
 * @param publication what istiod is given of ours; empty where its namespace is left alone
 */
public record MeshSettings(
    String rootNamespace, List<String> configMaps, Optional<MeshPublication> publication) {

  /** Only looks. */
  public MeshSettings(String rootNamespace, List<String> configMaps) {
    this(rootNamespace, configMaps, Optional.empty());
  }

  public MeshSettings {
    configMaps = List.copyOf(configMaps);
  }
}
