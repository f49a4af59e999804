package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.function.Consumer;

/** Lists all objects of a kind in parts: ten thousand pods in one answer would fill the memory. */
final class Pages {

  private static final long SIZE = 500;

  private Pages() {}

  static <T extends HasMetadata, L extends KubernetesResourceList<T>> void each(
      Listable<L> objects, Consumer<T> use) {
    String next = null;
    do {
      ListOptions page = new ListOptionsBuilder().withLimit(SIZE).withContinue(next).build();
      L list = objects.list(page);
      list.getItems().forEach(use);
      next = list.getMetadata() == null ? null : list.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
  }
}
