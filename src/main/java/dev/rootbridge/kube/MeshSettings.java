package dev.rootbridge.kube;

import java.util.List;

/**
 * Where istiod keeps what it hands out to the mesh.
 *
 * @param rootNamespace the mesh's root namespace, as in its mesh config
 * @param configMaps those with a mesh config: each revision's, and the one that istiod's {@code
 *     SHARED_MESH_CONFIG} names
 */
public record MeshSettings(String rootNamespace, List<String> configMaps) {

  public MeshSettings {
    configMaps = List.copyOf(configMaps);
  }
}
