package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mounts of the bundle's volume that one container is to have.
 *
 * @param wanted where the proxy or a further container reads the bundle
 */
record BundleMounts(ContainerView container, List<Mount> wanted) {

  static final Mount EXTRA_CERTS = Mount.ours(InjectionContract.EXTRA_CERTS_PATH);
  static final Mount AGENT_CERTS = Mount.ours(InjectionContract.AGENT_CERTS_PATH);

  static BundleMounts ofProxy(ContainerView proxy) {
    return new BundleMounts(proxy, List.of(EXTRA_CERTS, AGENT_CERTS));
  }

  static BundleMounts ofFurther(ContainerView container) {
    return new BundleMounts(container, List.of(EXTRA_CERTS));
  }

  /** The first mount that is in the way. */
  Optional<Finding> conflict() {
    for (Mount mount : container.mounts()) {
      if (isInTheWay(mount)) {
        return Optional.of(
            Finding.of(
                Reason.MOUNT_CONFLICT,
                "container {} mounts {} at {}; drop it, or move it out of the way",
                container.name(),
                mount.volume(),
                mount.raw()));
      }
    }
    return Optional.empty();
  }

  void addMissing(PodPatch patch) {
    List<ObjectNode> missing = new ArrayList<>(wanted.size());
    for (Mount mount : wanted) {
      if (!isAmong(container.mounts(), mount)) {
        missing.add(mount.toJson());
      }
    }
    patch.append(
        container.pointer() + "/volumeMounts", container.node().path("volumeMounts"), missing);
  }

  /** Over, under or instead of a mount of ours, or our volume where it doesn't belong. */
  private boolean isInTheWay(Mount mount) {
    if (isAmong(wanted, mount)) {
      return false;
    }
    if (mount.volume().equals(InjectionContract.VOLUME)) {
      return true;
    }
    for (Mount place : wanted) {
      if (place.path().overlaps(mount.path())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAmong(List<Mount> mounts, Mount wanted) {
    for (Mount mount : mounts) {
      if (mount.isSameAs(wanted)) {
        return true;
      }
    }
    return false;
  }
}
