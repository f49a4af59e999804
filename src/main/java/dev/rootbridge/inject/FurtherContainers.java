package dev.rootbridge.inject;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The containers that the annotation {@value InjectionContract#CONTAINERS_ANNOTATION} names beside
 * the proxy.
 *
 * @param unknown names of the annotation that no container of the pod has
 */
record FurtherContainers(List<ContainerView> found, List<String> unknown) {

  static FurtherContainers of(PodView pod) {
    Set<String> names = names(pod);
    if (names.isEmpty()) {
      return new FurtherContainers(List.of(), List.of());
    }
    // By the containers that exist: a stranger's list may be far longer.
    List<ContainerView> found =
        pod.containers(names).stream().filter(ContainerView::isShaped).toList();
    found.forEach(container -> names.remove(container.name()));
    return new FurtherContainers(found, List.copyOf(names));
  }

  private static Set<String> names(PodView pod) {
    Set<String> names = new LinkedHashSet<>();
    for (String name :
        pod.annotation(InjectionContract.CONTAINERS_ANNOTATION).orElse("").split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    names.remove(InjectionContract.PROXY_CONTAINER);
    return names;
  }
}
