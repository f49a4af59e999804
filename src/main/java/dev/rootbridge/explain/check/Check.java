package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Unknown;
import java.util.List;
import java.util.Optional;

/** One link of the chain. */
interface Check {

  /** What is found; nothing where it doesn't apply. */
  List<Observation> observe(ClusterFacts facts);

  static List<Observation> one(String about, Outcome outcome) {
    return List.of(new Observation(about, outcome));
  }

  static List<Observation> unseen(String about, String why) {
    return one(about, new Unknown(why, Optional.empty()));
  }
}
