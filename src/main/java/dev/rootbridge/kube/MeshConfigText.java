package dev.rootbridge.kube;

import dev.rootbridge.mesh.MeshConfigOutcome;
import dev.rootbridge.mesh.MeshConfigReader;

/** What was last made of a mesh config: plans come often, and it may be large. */
final class MeshConfigText {

  private String text = "";
  private MeshConfigOutcome outcome = MeshConfigReader.read("");

  synchronized MeshConfigOutcome read(String present) {
    if (!present.equals(text)) {
      outcome = MeshConfigReader.read(present);
      text = present;
    }
    return outcome;
  }
}
