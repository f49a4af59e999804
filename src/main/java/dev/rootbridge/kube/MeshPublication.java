package dev.rootbridge.kube;

/**
 * What istiod is given of ours.
 *
 * @param enabled whether anything is; else what was is taken back
 * @param configMap its name, for istiod's {@code SHARED_MESH_CONFIG}
 */
public record MeshPublication(boolean enabled, String configMap) {}
