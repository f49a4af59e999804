package dev.rootbridge.explain;

import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which workloads trust a CA. */
public sealed interface Audience {

  /** All of the mesh, opted in or not. */
  record EveryProxy() implements Audience {
    @Override
    public String text() {
      return "every proxy of the mesh";
    }
  }

  /**
   * Those of some namespaces.
   *
   * @param namespaces by name; none: nobody
   */
  record In(List<Place> namespaces) implements Audience {
    public In {
      namespaces = List.copyOf(namespaces);
    }

    @Override
    public String text() {
      return namespaces.isEmpty()
          ? "nobody yet"
          : namespaces.stream().map(Place::text).collect(Collectors.joining(", "));
    }
  }

  /** In one line, for people. */
  String text();

  /**
   * A namespace.
   *
   * @param extent whether it is all of it
   * @param workloads the only ones, or, where it is all of it, those that don't
   */
  record Place(String namespace, Extent extent, List<PodOwner> workloads) {
    public Place {
      workloads = List.copyOf(workloads);
    }

    String text() {
      String named = workloads.stream().map(PodOwner::toString).collect(Collectors.joining(", "));
      return switch (extent) {
        case ALL -> workloads.isEmpty() ? namespace : namespace + " (not " + named + ")";
        case SOME -> namespace + " (only " + named + ")";
      };
    }
  }

  /** How much of a namespace. */
  enum Extent {
    /** Pods that are made in it now, and those there but for some. */
    ALL,
    /** Some pods that are there. */
    SOME
  }

  /** Those whose bundles hold, or will hold, the anchors of a federated domain. */
  static Audience of(TrustDomain domain, TrustFacts facts) {
    List<Place> places = new ArrayList<>();
    for (World.Namespace namespace : facts.namespaces()) {
      Set<PodOwner> reading = new TreeSet<>();
      Set<PodOwner> others = new TreeSet<>();
      namespace
          .pods()
          .forEach(
              pod ->
                  (TrustFacts.reads(namespace, pod, domain) ? reading : others).add(pod.owner()));
      others.removeAll(reading);
      if (facts.mayTrust(namespace).contains(domain)) {
        places.add(new Place(namespace.name(), Extent.ALL, List.copyOf(others)));
      } else if (!reading.isEmpty()) {
        places.add(new Place(namespace.name(), Extent.SOME, List.copyOf(reading)));
      }
    }
    return new In(places);
  }
}
