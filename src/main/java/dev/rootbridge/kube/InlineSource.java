package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.TrustSource;

/** Certificates that stand in the resource itself. */
record InlineSource(SourceReading reading) implements TrustSource {

  InlineSource(SourceSpec.Inline spec) {
    this(PemReading.of(spec.pem(), spec.describe()));
  }

  @Override
  public void close() {}
}
