package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.BundleEndpoint;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.trust.TestCertificate;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EndpointSequenceTest {

  private static final SourceSpec HERE = endpoint("https://here.example/bundle");
  private static final SourceSpec THERE = endpoint("https://there.example/bundle");
  private static final SourceReading FIVE =
      new Read(List.of(TestCertificate.root("O=Remote").anchor()), OptionalLong.of(5));
  private static final SourceReading DOWN = new Failed(Failure.UNREACHABLE, "down");

  @Test
  void itOutlivesARestartAndAnOutage() {
    BundleEndpoint kept = EndpointSequence.keep(HERE, FIVE, null);
    assertThat(EndpointSequence.read(with(kept), HERE)).hasValue(5);

    BundleEndpoint during = EndpointSequence.keep(HERE, DOWN, kept);
    assertThat(EndpointSequence.read(with(during), HERE)).hasValue(5);
  }

  @Test
  void anotherEndpointCountsForItself() {
    BundleEndpoint kept = EndpointSequence.keep(HERE, FIVE, null);

    assertThat(EndpointSequence.read(with(kept), THERE)).isEmpty();
    assertThat(EndpointSequence.keep(THERE, DOWN, kept)).isNull();
  }

  @Test
  void otherSourcesHaveNone() {
    SourceSpec inline = new SourceSpec.Inline("pem");
    BundleEndpoint kept = EndpointSequence.keep(HERE, FIVE, null);

    assertThat(EndpointSequence.keep(inline, FIVE, kept)).isNull();
    assertThat(EndpointSequence.read(with(kept), inline)).isEmpty();
    assertThat(EndpointSequence.read(new FederatedTrustDomain(), HERE)).isEmpty();
  }

  private static FederatedTrustDomain with(BundleEndpoint kept) {
    FederatedTrustDomainStatus status = new FederatedTrustDomainStatus();
    status.setBundleEndpoint(kept);
    FederatedTrustDomain resource = new FederatedTrustDomain();
    resource.setStatus(status);
    return resource;
  }

  private static SourceSpec endpoint(String url) {
    return new SourceSpec.BundleEndpoint(
        URI.create(url), new SourceSpec.BundleEndpoint.Web(Optional.empty()));
  }
}
