package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;

/** Turns PEM text into a reading that says where the text stood. */
final class PemReading {

  private PemReading() {}

  static SourceReading of(String pem, PemLimits limits, String where) {
    PemOutcome outcome = PemCertificates.parse(pem, limits);
    if (outcome instanceof PemOutcome.Rejected rejected) {
      return new Failed(
          Failure.MALFORMED, where + ", line " + rejected.line() + ": " + rejected.problem());
    }
    return new Read(((PemOutcome.Certificates) outcome).anchors());
  }
}
