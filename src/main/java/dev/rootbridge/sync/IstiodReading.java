package dev.rootbridge.sync;

import dev.rootbridge.trust.Anchor;
import java.util.List;

/**
 * What istiod answered when it was last asked for the certificate that it serves. Proxies reach
 * istiod by the local root, so its certificate shows whether a root is the mesh's.
 */
public sealed interface IstiodReading {

  /** The admin doesn't want it asked. */
  record NotAsked() implements IstiodReading {}

  /** The first answer is still to come. */
  record NotYetRead(String address) implements IstiodReading {}

  /**
   * No certificate could be had; it is asked again.
   *
   * @param problem what went wrong, one line
   */
  record Unreachable(String address, String problem) implements IstiodReading {}

  /**
   * A certificate was served.
   *
   * @param chain istiod's certificate first
   */
  record Served(String address, List<Anchor> chain) implements IstiodReading {
    public Served {
      chain = List.copyOf(chain);
    }
  }
}
