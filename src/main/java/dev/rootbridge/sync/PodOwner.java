package dev.rootbridge.sync;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What made a pod, and makes it anew. It stands in commands that people paste.
 *
 * @param kind as in its resource, such as {@code Deployment}, with its API group behind a dot where
 *     that isn't one of Kubernetes' own; {@code Pod} where a pod has no owner
 */
public record PodOwner(String kind, String name) implements Comparable<PodOwner> {

  private static final Set<String> RESTARTABLE = Set.of("Deployment", "StatefulSet", "DaemonSet");

  private static final Set<String> OWN_GROUPS = Set.of("", "apps", "batch");

  private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,62}");

  /** A DNS subdomain (RFC 1123), as Kubernetes wants of names and of API groups. */
  private static final Pattern SUBDOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final Comparator<PodOwner> ORDER =
      Comparator.comparing(PodOwner::kind).thenComparing(PodOwner::name);

  /** That of a pod which nobody makes anew. */
  public static PodOwner none(String pod) {
    return new PodOwner("Pod", pod);
  }

  /**
   * That which a pod names as its controller. Whoever may make pods writes there what he likes: the
   * API server asks only that it isn't empty.
   *
   * @return empty for what names no object that there could be
   */
  public static Optional<PodOwner> named(String apiVersion, String kind, String name) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    boolean isOwn = OWN_GROUPS.contains(group);
    return KIND.matcher(kind).matches()
            && SUBDOMAIN.matcher(name).matches()
            && (isOwn || SUBDOMAIN.matcher(group).matches())
        ? Optional.of(new PodOwner(isOwn ? kind : kind + "." + group, name))
        : Optional.empty();
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
