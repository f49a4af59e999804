package dev.rootbridge.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.explain.check.ApiSteps;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiStepsTest {

  private static final ApiFacts INSTALLED =
      new ApiFacts(View.of("v1.34.1"), View.of(Optional.of("rootbridge.dev/v1alpha1")));

  @Test
  void theApiServerTellsItsVersionAndTheCrdItsOwn() {
    assertThat(ApiSteps.of(INSTALLED))
        .containsExactly(
            new Observation("API server", new Outcome.Ok("it answers, Kubernetes v1.34.1")),
            new Observation(
                "CRD",
                new Outcome.Ok("FederatedTrustDomains are served as rootbridge.dev/v1alpha1")));
    assertThat(INSTALLED.isWithoutCrd()).isFalse();
  }

  @Test
  void withoutTheCrdThereIsNothingToExamine() {
    ApiFacts bare = new ApiFacts(INSTALLED.version(), View.of(Optional.empty()));
    assertThat(bare.isWithoutCrd()).isTrue();
    assertThat(ApiSteps.of(bare)).last().matches(Observation::isFailure);
    assertThat(ApiSteps.of(bare).get(1).outcome().remedy())
        .hasValueSatisfying(
            remedy ->
                assertThat(remedy)
                    .startsWith(
                        "kubectl apply -f"
                            + " webhook-config/crd/federatedtrustdomains.rootbridge.dev.yaml"));
  }

  @Test
  void whatTheCallerMayNotSeeIsUnknown() {
    ApiFacts unseen = new ApiFacts(new View.Unseen<>("not you"), new View.Unseen<>("nor this"));
    assertThat(unseen.isWithoutCrd()).isFalse();
    assertThat(ApiSteps.of(unseen))
        .extracting(Observation::outcome)
        .containsExactly(
            new Outcome.Unknown("it answers; its version isn't told: not you", Optional.empty()),
            new Outcome.Unknown("nor this", Optional.empty()));
  }
}
