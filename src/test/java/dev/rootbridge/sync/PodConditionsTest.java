package dev.rootbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PodConditionsTest {

  private static final TrustDomain B = TrustDomain.parse("b.example");
  private static final MissedPods AWAY =
      new MissedPods(List.of(), Optional.of("in cluster west, no answer"));

  @Test
  void aRemoteThatIsAwayHidesNothingOfWhatIsKnownToBeMissed() {
    MissedPod pod =
        new MissedPod(
            "shop",
            "web-1",
            new PodOwner("Deployment", "web"),
            MissedReason.NOT_PATCHED,
            "NotPatched",
            new TreeSet<>(List.of(B)),
            "",
            "kubectl -n shop rollout restart deployment/web");

    Condition condition =
        PodConditions.current(B, List.of(new MissedPods(List.of(pod), Optional.empty()), AWAY));

    assertThat(condition.reason()).isEqualTo("PodsMissed");
    assertThat(condition.message())
        .startsWith("1 pod doesn't trust what they should: shop/Deployment web (NotPatched, 1)")
        .endsWith("; of others it isn't known: in cluster west, no answer");
  }

  @Test
  void whereNothingIsKnownToBeMissedItStaysUnknown() {
    Condition condition =
        PodConditions.current(B, List.of(new MissedPods(List.of(), Optional.empty()), AWAY));

    assertThat(condition.status()).isEqualTo(Condition.Status.UNKNOWN);
    assertThat(condition.reason()).isEqualTo("PodsNotWatched");
  }
}
