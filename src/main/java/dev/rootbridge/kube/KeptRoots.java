package dev.rootbridge.kube;

import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrackedAnchor;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The roots that must survive a restart.
 *
 * @param remotes by the key that a remote cluster has in the ConfigMap
 */
record KeptRoots(LocalRoots home, SortedMap<String, List<TrackedAnchor>> remotes) {

  static final KeptRoots NONE = new KeptRoots(LocalRoots.NONE, new TreeMap<>(Map.of()));

  private static final String REMOTE_PREFIX = "remote.";
  private static final String REMOTE_SUFFIX = ".json";
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  KeptRoots {
    remotes = Collections.unmodifiableSortedMap(new TreeMap<>(remotes));
  }

  static boolean isOfRemote(String key) {
    return key.startsWith(REMOTE_PREFIX);
  }

  /** Those of a remote cluster. They are kept only once they are in use. */
  LocalRoots ofRemote(String cluster) {
    List<TrackedAnchor> anchors = remotes.getOrDefault(keyOf(cluster), List.of());
    return anchors.isEmpty() ? LocalRoots.NONE : new LocalRoots(anchors, 1);
  }

  /**
   * This, with what a plan made of it. A cluster that isn't seen keeps what it has. Another replica
   * may have published since; what was planned and isn't kept yet is newer.
   */
  KeptRoots after(SyncPlan plan) {
    TreeMap<String, List<TrackedAnchor>> all = new TreeMap<>();
    for (SyncPlan.Remote remote : plan.remotes()) {
      List<TrackedAnchor> anchors =
          remote
              .cluster()
              .map(cluster -> cluster.local().roots())
              .filter(LocalRoots::isPublished)
              .orElseGet(() -> ofRemote(remote.name()))
              .anchors();
      if (!anchors.isEmpty()) {
        all.put(keyOf(remote.name()), anchors);
      }
    }
    LocalRoots planned = plan.home().local().roots();
    return new KeptRoots(planned.sequence() >= home.sequence() ? planned : home, all);
  }

  /** A cluster's name may hold more than a key may. */
  private static String keyOf(String cluster) {
    String key = REMOTE_PREFIX + cluster + REMOTE_SUFFIX;
    return KEY.matcher(key).matches()
        ? key
        : REMOTE_PREFIX
            + Fingerprint.of(cluster.getBytes(StandardCharsets.UTF_8)).hex()
            + REMOTE_SUFFIX;
  }
}
