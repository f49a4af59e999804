package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.PemLimits;

/** What the resource itself says: its certificates, or that it can't be read. */
record InlineSource(SourceReading reading) implements TrustSource {

  InlineSource(SourceSpec.Inline spec, PemLimits limits) {
    this(PemReading.of(spec.pem(), limits, spec.describe()));
  }

  @Override
  public void close() {}
}
