package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.LOCAL_ROOT_VERIFIED;

import dev.rootbridge.sync.IstiodReading.NotAsked;
import dev.rootbridge.sync.IstiodReading.NotYetRead;
import dev.rootbridge.sync.IstiodReading.Served;
import dev.rootbridge.sync.IstiodReading.Unreachable;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.ChainVerdict.Refused;
import dev.rootbridge.trust.ChainVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether istiod's certificate shows that roots are the mesh's. */
final class IstiodCheck {

  private final IstiodReading reading;
  private final Instant now;

  /** What istiod's certificate says of a set of roots. */
  enum Verdict {
    /** It is under one of them, or nobody wants to know. */
    VOUCHES,
    /** It is under none of them. */
    CONTRADICTS,
    /** There is no certificate to judge by. */
    UNKNOWN
  }

  IstiodCheck(IstiodReading reading, Instant now) {
    this.reading = reading;
    this.now = now;
  }

  Verdict of(List<Anchor> roots) {
    if (reading instanceof NotAsked) {
      return Verdict.VOUCHES;
    }
    if (reading instanceof Served served) {
      return refusal(served, roots).isEmpty() ? Verdict.VOUCHES : Verdict.CONTRADICTS;
    }
    return Verdict.UNKNOWN;
  }

  /** Why its certificate is under none of the roots, one line. */
  String problem(List<Anchor> roots) {
    Served served = (Served) reading;
    return "istiod at "
        + served.address()
        + " serves a certificate that leads to no local root: "
        + refusal(served, roots).orElseThrow().message();
  }

  /** What is to be said where it contradicts nothing. */
  Condition condition() {
    if (reading instanceof NotAsked) {
      return Condition.unknown(
          LOCAL_ROOT_VERIFIED,
          "NotVerified",
          "rootbridge.local.verify-istiod is false: that the local roots are the mesh's is not"
              + " checked");
    }
    if (reading instanceof NotYetRead pending) {
      return Condition.unknown(
          LOCAL_ROOT_VERIFIED,
          "NotYetRead",
          "istiod at " + pending.address() + " has not answered yet which certificate it serves");
    }
    if (reading instanceof Unreachable unreachable) {
      return Condition.unknown(
          LOCAL_ROOT_VERIFIED,
          "IstiodUnreachable",
          "istiod at "
              + unreachable.address()
              + " can't be asked for its certificate: "
              + unreachable.problem()
              + "; see that rootbridge.local.istiod is its address and can be reached");
    }
    return Condition.holds(
        LOCAL_ROOT_VERIFIED,
        "Verified",
        "istiod at " + ((Served) reading).address() + " serves a certificate under a local root");
  }

  private Optional<Refused> refusal(Served served, List<Anchor> roots) {
    return new ChainVerifier(roots, now).serverRefusal(served.chain());
  }
}
