package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownBundlesTest {

  private static final TrustDomain REMOTE = new TrustDomain("cluster-b.example");
  private static final Anchor FIRST = TestCertificate.root("O=first").anchor();
  private static final Anchor SECOND = TestCertificate.root("O=second").anchor();

  @Test
  void onlyWhatIsTrustedNowIsKnown() {
    KnownBundles known =
        KnownBundles.of(
            List.of(trust("cluster-b", 0)),
            trust ->
                List.of(
                    tracked(FIRST, AnchorState.ACTIVE), tracked(SECOND, AnchorState.DISTRUSTED)));

    assertThat(known.of(REMOTE)).containsExactly(FIRST);
    assertThat(known.of(new TrustDomain("other.example"))).isEmpty();
  }

  @Test
  void whenAllIsDistrustedNothingIsKnownAndTheBootstrapCounts() {
    KnownBundles known =
        KnownBundles.of(
            List.of(trust("cluster-b", 0)),
            trust -> List.of(tracked(FIRST, AnchorState.DISTRUSTED)));

    assertThat(known.of(REMOTE)).isEmpty();
  }

  @Test
  void aYoungerClaimToATrustDomainAddsNothing() {
    KnownBundles known =
        KnownBundles.of(
            List.of(trust("a-younger", 60), trust("the-owner", 0)),
            trust ->
                List.of(
                    tracked(
                        trust.name().equals("the-owner") ? FIRST : SECOND, AnchorState.ACTIVE)));

    assertThat(known.of(REMOTE)).containsExactly(FIRST);
  }

  private static TrackedAnchor tracked(Anchor anchor, AnchorState state) {
    return new TrackedAnchor(anchor, state, TestCertificate.NOW, Optional.empty(), "");
  }

  private static FederatedTrust trust(String name, int secondsLater) {
    return new FederatedTrust(
        name,
        "uid-of-" + name,
        1,
        TestCertificate.NOW.plusSeconds(secondsLater),
        REMOTE,
        new SourceSpec.Inline("pem"),
        Constraint.DEFAULT,
        new NamespaceSelector(Map.of(), List.of()),
        RotationPolicy.DEFAULT,
        Acceptance.DISTINCT);
  }
}
