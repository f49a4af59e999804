package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whatever is done to the bytes of a root, it is refused or goes through everything that roots go
 * through, and what comes out can be read back. An input is a list of changes to a root that is
 * minted anew with the same bytes.
 */
class CertificateFuzzTest {

  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TestCertificate RICH = FixedRoot.rich();
  private static final Anchor LOCAL = FixedRoot.plain().anchor();
  private static final List<Anchor> WORKLOADS =
      List.of(
          RICH.workload("spiffe://cluster-b.example/ns/x/sa/y").mint().anchor(),
          RICH.workload("spiffe://cluster-a.example/ns/x/sa/y").mint().anchor());
  private static final TestCertificate OTHER = TestCertificate.root("C=DE,O=Rich,CN=Root");

  @FuzzTest(maxDuration = "")
  void aChangedRootIsRefusedOrJudged(FuzzedDataProvider changes) {
    Anchor anchor;
    try {
      anchor = Anchor.ofDer(changed(RICH.anchor().der(), changes));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage())
          .startsWith("not an X.509 certificate in DER: ")
          .isEqualTo(Printable.of(e.getMessage()));
      return;
    }
    assertThat(PemCertificatesTest.anchors(anchor.pem())).containsExactly(anchor);
    RotationPlan plan =
        RotationPlan.plan(
            Optional.of(List.of(anchor, OTHER.anchor())),
            RotationHistory.NONE,
            RotationPolicy.DEFAULT,
            LintContext.federated(B, NOW));
    assertThat(plan.anchors()).isNotEmpty();
    checkFederation(anchor);
  }

  private static void checkFederation(Anchor anchor) {
    Federation federation =
        Federation.compose(
            new TrustBundle(A, List.of(LOCAL)),
            List.of(new FederatedBundle(new TrustBundle(B, List.of(anchor)), Constraint.DEFAULT)),
            NOW);
    RenderedBundle.Rendered rendered =
        (RenderedBundle.Rendered) RenderedBundle.render(federation, Set.of(B));
    List<Anchor> bundle = PemCertificatesTest.anchors(rendered.text());
    assertThat(bundle).startsWith(LOCAL).hasSize(2 - federation.conflicts().size());
    for (Anchor workload : WORKLOADS) {
      if (new ChainVerifier(bundle, NOW).verify(List.of(workload))
          instanceof ChainVerdict.Accepted accepted) {
        assertThat(accepted.identity().trustDomain()).isEqualTo(B);
        assertThat(new ChainVerifier(List.of(anchor), NOW).verify(List.of(workload)))
            .isInstanceOf(ChainVerdict.Accepted.class);
      }
    }
  }

  /** Cuts, inserts and overwrites, until there are no more changes. */
  private static byte[] changed(byte[] der, FuzzedDataProvider changes) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : der) {
      bytes.add(b);
    }
    while (changes.remainingBytes() > 0) {
      int place = changes.consumeInt(0, bytes.size());
      switch (changes.consumeInt(0, 3)) {
        case 0 -> bytes.add(place, changes.consumeByte());
        case 1 -> {
          if (place < bytes.size()) {
            bytes.remove(place);
          }
        }
        default -> {
          if (place < bytes.size()) {
            bytes.set(place, changes.consumeByte());
          }
        }
      }
    }
    byte[] result = new byte[bytes.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = bytes.get(i);
    }
    return result;
  }
}
