package dev.rootbridge.kube;

import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.ToldEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells of pods that don't trust what they should, by an event on what made them: one for each
 * reason, when it begins.
 */
final class MissedPodReport {

  private final Consumer<Events.Note> events;
  private final References references;
  private Set<Subject> told = Set.of();

  /** What an event was about. */
  private record Subject(String namespace, PodOwner owner, String code) {}

  /** Finds what made a pod; empty where that isn't followed. */
  interface References {
    Optional<ObjectReference> find(String namespace, PodOwner owner);
  }

  MissedPodReport(Consumer<Events.Note> events, References references) {
    this.events = events;
    this.references = references;
  }

  /** To be told of every plan. */
  void report(MissedPods missed) {
    if (missed.unknown().isPresent()) {
      return;
    }
    Map<Subject, MissedPod> now = new HashMap<>();
    for (MissedPod pod : missed.pods()) {
      now.putIfAbsent(new Subject(pod.namespace(), pod.owner(), pod.code()), pod);
    }
    now.forEach(
        (subject, pod) -> {
          if (!told.contains(subject)) {
            say(pod);
          }
        });
    told = Set.copyOf(now.keySet());
  }

  /** On the pod itself where its owner is of a kind that isn't followed. */
  private void say(MissedPod pod) {
    references
        .find(pod.namespace(), pod.owner())
        .or(() -> references.find(pod.namespace(), PodOwner.none(pod.pod())))
        .ifPresent(
            regarding ->
                events.accept(
                    new Events.Note(
                        regarding,
                        ToldEvent.Type.WARNING,
                        pod.code(),
                        "DetectMissedPods",
                        pod.message())));
  }
}
