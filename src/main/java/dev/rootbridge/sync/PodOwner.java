package dev.rootbridge.sync;

import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

/**
 * What made a pod, and makes it anew.
 *
 * @param kind as in its resource, such as {@code Deployment}; {@code Pod} where a pod has no owner
 */
public record PodOwner(String kind, String name) implements Comparable<PodOwner> {

  private static final Set<String> RESTARTABLE = Set.of("Deployment", "StatefulSet", "DaemonSet");

  private static final Comparator<PodOwner> ORDER =
      Comparator.comparing(PodOwner::kind).thenComparing(PodOwner::name);

  /** That of a pod which nobody makes anew. */
  public static PodOwner none(String pod) {
    return new PodOwner("Pod", pod);
  }

  /** The command that puts a pod of the present template in the place of this one. */
  public String restart(String namespace, String pod) {
    return "kubectl -n "
        + namespace
        + (RESTARTABLE.contains(kind)
            ? " rollout restart " + kind.toLowerCase(Locale.ROOT) + "/" + name
            : " delete pod " + pod);
  }

  @Override
  public int compareTo(PodOwner other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
