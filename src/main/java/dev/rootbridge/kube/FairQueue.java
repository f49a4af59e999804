package dev.rootbridge.kube;

import dev.rootbridge.sync.TargetKey;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Targets that wait, of which the namespace that was served longest ago is next: whoever has many,
 * or tampers with its own again and again, doesn't keep the others from theirs.
 */
final class FairQueue {

  /** Namespaces of which it is remembered when they were served. */
  private static final int REMEMBERED = 10_000;

  private final Map<String, Deque<TargetKey>> waiting = new HashMap<>();
  private final TreeSet<Turn> turns =
      new TreeSet<>(Comparator.comparingLong(Turn::served).thenComparing(Turn::namespace));
  private final Map<String, Long> served =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long count;

  /**
   * @param served a number that grows, 0 for never
   */
  private record Turn(String namespace, long served) {}

  void add(TargetKey target) {
    String namespace = target.namespace();
    Deque<TargetKey> targets = waiting.get(namespace);
    if (targets == null) {
      targets = new ArrayDeque<>();
      waiting.put(namespace, targets);
      turns.add(turn(namespace));
    }
    targets.add(target);
  }

  Optional<TargetKey> poll() {
    Turn next = turns.pollFirst();
    if (next == null) {
      return Optional.empty();
    }
    String namespace = next.namespace();
    Deque<TargetKey> targets = waiting.get(namespace);
    TargetKey target = targets.remove();
    count++;
    // Taken out first, so that the eldest is the one that was served longest ago.
    served.remove(namespace);
    served.put(namespace, count);
    if (targets.isEmpty()) {
      waiting.remove(namespace);
    } else {
      turns.add(turn(namespace));
    }
    return Optional.of(target);
  }

  private Turn turn(String namespace) {
    return new Turn(namespace, served.getOrDefault(namespace, 0L));
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }

  /** What waits is dropped; who was served is remembered. */
  void clear() {
    waiting.clear();
    turns.clear();
  }
}
