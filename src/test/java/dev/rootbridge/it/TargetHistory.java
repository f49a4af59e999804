package dev.rootbridge.it;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything that has happened to Rootbridge's ConfigMaps, as the API server tells it: each write
 * that changed one, however many requests there were.
 */
final class TargetHistory implements AutoCloseable {

  private final Map<String, List<Watcher.Action>> byNamespace = new ConcurrentSkipListMap<>();
  private final Watch watch;

  /**
   * @param namespaces whose ConfigMaps to follow
   */
  TargetHistory(KubernetesClient client, Predicate<String> namespaces) {
    var ours =
        client.configMaps().inAnyNamespace().withLabel("app.kubernetes.io/managed-by", "rootbridge");
    this.watch =
        ours.watch(
                new ListOptionsBuilder()
                    .withResourceVersion(ours.list().getMetadata().getResourceVersion())
                    .build(),
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, ConfigMap configMap) {
                    String namespace = configMap.getMetadata().getNamespace();
                    if (namespaces.test(namespace)) {
                      byNamespace
                          .computeIfAbsent(namespace, added -> new CopyOnWriteArrayList<>())
                          .add(action);
                    }
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    byNamespace.put("the watch ended: " + cause, List.of());
                  }
                });
  }

  /** What happened to the ConfigMap of each namespace, oldest first. */
  Map<String, List<Watcher.Action>> byNamespace() {
    return byNamespace.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
  }

  @Override
  public void close() {
    watch.close();
  }
}
