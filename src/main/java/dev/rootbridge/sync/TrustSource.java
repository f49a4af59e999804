package dev.rootbridge.sync;

/** A place that anchors are read from. It follows changes by itself and holds what it last saw. */
public interface TrustSource extends AutoCloseable {

  /** What the source says now, from memory: never blocks and never throws. */
  SourceReading reading();

  @Override
  void close();
}
