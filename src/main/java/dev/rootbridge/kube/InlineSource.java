package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.PemLimits;

/** Certificates that stand in the resource itself. */
record InlineSource(SourceReading reading) implements TrustSource {

  InlineSource(SourceSpec.Inline spec, PemLimits limits) {
    this(PemReading.of(spec.pem(), limits, spec.describe()));
  }

  @Override
  public void close() {}
}
