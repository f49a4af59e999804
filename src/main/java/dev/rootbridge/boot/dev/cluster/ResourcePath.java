package dev.rootbridge.boot.dev.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a request points: all objects of a resource, those in one namespace, or one object.
 *
 * @param resource group, version and plural as in the URL, such as {@code api/v1/configmaps}
 * @param part what of the object is written
 */
record ResourcePath(String resource, Optional<String> namespace, Optional<String> name, Part part) {

  /** The main resource and its status are written apart, each leaving the other as it is. */
  enum Part {
    WHOLE,
    STATUS
  }

  private static final String NAMESPACES = "namespaces";
  private static final String STATUS = "status";

  /** Reads the path of a URL; empty where no resource of the Kubernetes API has such a path. */
  static Optional<ResourcePath> parse(String path) {
    List<String> segments = Arrays.stream(path.split("/")).filter(s -> !s.isEmpty()).toList();
    int prefix = segments.isEmpty() || segments.get(0).equals("api") ? 2 : 3;
    if (segments.size() <= prefix) {
      return Optional.empty();
    }
    String api = String.join("/", segments.subList(0, prefix)) + "/";
    List<String> rest = segments.subList(prefix, segments.size());
    boolean inNamespace =
        rest.get(0).equals(NAMESPACES) && rest.size() > 2 && !rest.get(2).equals(STATUS);
    return inNamespace
        ? within(api, Optional.of(rest.get(1)), rest.subList(2, rest.size()))
        : within(api, Optional.empty(), rest);
  }

  private static Optional<ResourcePath> within(
      String api, Optional<String> namespace, List<String> rest) {
    String resource = api + rest.get(0);
    return switch (rest.size()) {
      case 1 -> Optional.of(new ResourcePath(resource, namespace, Optional.empty(), Part.WHOLE));
      case 2 ->
          Optional.of(new ResourcePath(resource, namespace, Optional.of(rest.get(1)), Part.WHOLE));
      case 3 ->
          rest.get(2).equals(STATUS)
              ? Optional.of(
                  new ResourcePath(resource, namespace, Optional.of(rest.get(1)), Part.STATUS))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The key of the object of that name here. */
  ObjectKey key(String objectName) {
    return new ObjectKey(resource, namespace.orElse(""), objectName);
  }

  /** Whether an object lies under this path. */
  boolean covers(ObjectKey key) {
    return resource.equals(key.resource())
        && namespace.map(key.namespace()::equals).orElse(true)
        && name.map(key.name()::equals).orElse(true);
  }
}
