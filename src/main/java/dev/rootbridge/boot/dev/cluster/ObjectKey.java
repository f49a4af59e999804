package dev.rootbridge.boot.dev.cluster;

import java.util.Comparator;

/**
 * What tells one object from all others; ordered as lists are.
 *
 * @param namespace empty for objects of the cluster
 */
record ObjectKey(String resource, String namespace, String name) implements Comparable<ObjectKey> {

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::resource)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return resource + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
