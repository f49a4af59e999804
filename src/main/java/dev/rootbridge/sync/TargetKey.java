package dev.rootbridge.sync;

import java.util.Comparator;

/** Which ConfigMap of a cluster a rendered bundle is written to. */
public record TargetKey(String namespace, String name) implements Comparable<TargetKey> {

  private static final Comparator<TargetKey> ORDER =
      Comparator.comparing(TargetKey::namespace).thenComparing(TargetKey::name);

  @Override
  public int compareTo(TargetKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
