package dev.rootbridge.inject;

import java.util.ArrayList;
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
    List<ContainerView> found = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String name : names(pod)) {
      pod.container(name)
          .filter(ContainerView::isShaped)
          .ifPresentOrElse(found::add, () -> unknown.add(name));
    }
    return new FurtherContainers(List.copyOf(found), List.copyOf(unknown));
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
