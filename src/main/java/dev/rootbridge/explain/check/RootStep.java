package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.RemoteFacts;
import dev.rootbridge.explain.RemoteFacts.Use;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.trust.Anchor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether another cluster has a root of its own, as a federated one must, or that of here. */
record RootStep(RemoteFacts remote, ClusterFacts facts) {

  Outcome outcome(SourceReading reading) {
    if (reading instanceof SourceReading.Failed failed) {
      return new Failed(failed.message(), Optional.empty());
    }
    List<Anchor> there = ((SourceReading.Read) reading).anchors();
    List<Anchor> shared = there.stream().filter(this::isShared).toList();
    String where = remote.place().root().describe();
    if (shared.isEmpty()) {
      String own = where + " there has a root of its own, " + listed(there);
      return new Ok(
          remote.use() instanceof Use.Served
              ? own + ": bundles there have it in place of this mesh's"
              : own);
    }
    return remote.use() instanceof Use.Source source
        ? new Failed(
            where
                + " there has a root of this mesh, "
                + listed(shared)
                + ": one mesh by its root, which can't be federated with itself",
            "kubectl delete ftd " + source.domain().name())
        : new Ok(
            where
                + " there has this mesh's root, "
                + listed(shared)
                + ": bundles there have the roots of here, through each rotation");
  }

  /**
   * A source's anchors are told apart by their keys, and clusters that are served by their roots.
   */
  private boolean isShared(Anchor there) {
    return facts.trust().local().roots().stream()
        .anyMatch(
            here ->
                remote.use() instanceof Use.Source
                    ? here.keyFingerprint().equals(there.keyFingerprint())
                    : here.equals(there));
  }

  private static String listed(List<Anchor> anchors) {
    return anchors.stream()
        .map(anchor -> anchor + ", until " + anchor.notAfter())
        .collect(Collectors.joining("; "));
  }
}
