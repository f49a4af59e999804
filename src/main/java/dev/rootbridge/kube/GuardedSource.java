package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.TrustSource;

/**
 * A source that throws becomes one that can't be read. Its clients have their own way with what
 * others wrote, and an exception would end the pass that plans for every trust domain.
 *
 * @param described how people find the source
 */
record GuardedSource(TrustSource source, String described) implements TrustSource {

  @Override
  public SourceReading reading() {
    try {
      return source.reading();
    } catch (RuntimeException e) {
      // Its words are left out: an HTTP client's have had the token that it refused to send.
      return new Failed(
          Failure.UNREACHABLE,
          described
              + " can't be read for an error of the program's own ("
              + e.getClass().getSimpleName()
              + "); see whether its address and credentials are what they should be");
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
