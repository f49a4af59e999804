package dev.rootbridge.kube;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a resource tells whoever reads it from outside. */
class DomainSurveyTest {

  private static final TestCertificate ROOT = TestCertificate.root("O=B");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // The bundles hold what they held until somebody writes them, whatever is asked for now.
        "TrustDomain, ACTIVE,     false, true,  UNCONSTRAINED",
        "None,        ACTIVE,     false, false, NOT_PUBLISHED",
        "None,        ACTIVE,     true,  true,  CONSTRAINED",
        "TrustDomain, ACTIVE,     true,  true,  CONSTRAINED",
        "None,        DISTRUSTED, false, true,  UNCONSTRAINED",
        "TrustDomain, PENDING,    false, false, NOT_PUBLISHED",
        // A status that an earlier release wrote.
        "None,        ACTIVE,     false, -,     UNCONSTRAINED",
        "None,        DISTRUSTED, false, -,     NOT_PUBLISHED",
        "TrustDomain, ACTIVE,     false, -,     NOT_PUBLISHED",
      })
  void whatIsPublishedIsAsTheStatusSays(
      String mode,
      AnchorState state,
      boolean constrained,
      Boolean published,
      Publication expected) {
    FederatedTrustDomain resource =
        Serialization.unmarshal(
            """
            apiVersion: rootbridge.dev/v1alpha1
            kind: FederatedTrustDomain
            metadata: {name: b, uid: u, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              trustDomain: b.example
              source: {inline: {pem: "…"}}
              constraint: {mode: %s}
              namespaceSelector: {}
            """
                .formatted(mode),
            FederatedTrustDomain.class);
    Anchors anchor =
        StatusAnchors.of(new TrackedAnchor(ROOT.anchor(), state, NOW, Optional.empty(), ""));
    anchor.setConstrained(constrained);
    anchor.setPublished(published);
    FederatedTrustDomainStatus status = new FederatedTrustDomainStatus();
    status.setAnchors(List.of(anchor));
    resource.setStatus(status);

    assertThat(DomainSurvey.of(List.of(resource)).domains())
        .singleElement()
        .satisfies(
            domain ->
                assertThat(domain.domain().anchors())
                    .singleElement()
                    .satisfies(found -> assertThat(found.publication()).isEqualTo(expected)));
  }
}
