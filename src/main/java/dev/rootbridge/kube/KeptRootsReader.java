package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.TrackedAnchor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Reads and writes the roots that must survive a restart as the data of a ConfigMap. */
final class KeptRootsReader {

  private static final Logger LOG = Logger.getLogger(KeptRootsReader.class);

  static final String KEY = "anchors.json";
  private static final String SEQUENCE_KEY = "sequence";

  private final KubernetesSerialization json;

  /** What the data says. */
  sealed interface Outcome {
    record Kept(KeptRoots roots) implements Outcome {}

    /**
     * Nothing can be said of roots that may be in use.
     *
     * @param problem names the key
     */
    record Unreadable(String problem) implements Outcome {}
  }

  KeptRootsReader(KubernetesSerialization json) {
    this.json = json;
  }

  Outcome read(Map<String, String> data) {
    try {
      LocalRoots home =
          data.containsKey(KEY)
              ? new LocalRoots(anchors(KEY, data.get(KEY)), sequence(data))
              : LocalRoots.NONE;
      TreeMap<String, List<TrackedAnchor>> remotes = new TreeMap<>();
      data.forEach(
          (key, value) -> {
            if (KeptRoots.isOfRemote(key)) {
              remotes.put(key, anchors(key, value));
            }
          });
      return new Outcome.Kept(new KeptRoots(home, remotes));
    } catch (IllegalArgumentException e) {
      return new Outcome.Unreadable(e.getMessage());
    }
  }

  private static long sequence(Map<String, String> data) {
    String written = data.getOrDefault(SEQUENCE_KEY, "1");
    try {
      long sequence = Long.parseLong(written);
      if (sequence >= 0) {
        return sequence;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("key " + SEQUENCE_KEY + " holds no whole number", e);
    }
    throw new IllegalArgumentException("key " + SEQUENCE_KEY + " is negative");
  }

  private List<TrackedAnchor> anchors(String key, String written) {
    Anchors[] anchors;
    try {
      anchors = json.unmarshal(written, Anchors[].class);
    } catch (RuntimeException e) {
      // Of several types, by what is wrong, and its words may be as long as the data.
      throw new IllegalArgumentException("key " + key + " holds no JSON array of anchors", e);
    }
    List<Anchors> entries = Arrays.asList(Objects.requireNonNullElse(anchors, new Anchors[0]));
    if (entries.contains(null)) {
      throw new IllegalArgumentException("key " + key + " holds a null among its anchors");
    }
    RotationHistory kept = StatusAnchors.read(entries);
    if (kept.extent() == RotationHistory.Extent.IN_PART) {
      LOG.warnf(
          "key %s of the kept roots holds some that can't be read; one that is going and is among"
              + " them is no longer published",
          key);
    }
    return kept.anchors();
  }

  Map<String, String> write(KeptRoots roots) {
    Map<String, String> data = new HashMap<>();
    data.put(KEY, json(roots.home().anchors()));
    data.put(SEQUENCE_KEY, Long.toString(roots.home().sequence()));
    roots.remotes().forEach((key, anchors) -> data.put(key, json(anchors)));
    return data;
  }

  private String json(List<TrackedAnchor> anchors) {
    return json.asJson(anchors.stream().map(StatusAnchors::of).toList());
  }
}
