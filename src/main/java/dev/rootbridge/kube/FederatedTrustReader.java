package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainSpec;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.NamespaceSelector;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.Rotation;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.namespaceselector.MatchExpressions;
import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.NamespaceSelector.Operator;
import dev.rootbridge.sync.NamespaceSelector.Requirement;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.Duration;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what the admin asked for out of a {@link FederatedTrustDomain}. */
final class FederatedTrustReader {

  private FederatedTrustReader() {}

  /**
   * @throws IllegalArgumentException if the resource holds what its schema should have refused
   */
  static FederatedTrust read(FederatedTrustDomain resource) {
    FederatedTrustDomainSpec spec = resource.getSpec();
    return new FederatedTrust(
        resource.getMetadata().getName(),
        resource.getMetadata().getUid(),
        resource.getMetadata().getGeneration(),
        Instant.parse(resource.getMetadata().getCreationTimestamp()),
        new TrustDomain(spec.getTrustDomain()),
        SourceReader.read(spec.getSource()),
        new Constraint(
            switch (spec.getConstraint().getMode()) {
              case TRUSTDOMAIN -> Constraint.Mode.TRUST_DOMAIN;
              case NONE -> Constraint.Mode.NONE;
            },
            switch (spec.getConstraint().getDns()) {
              case ALLOW -> Constraint.Dns.ALLOW;
              case FORBID -> Constraint.Dns.FORBID;
            }),
        selector(spec.getNamespaceSelector()),
        rotation(spec.getRotation()),
        switch (spec.getMeshConfig().getAcceptance()) {
          case DISTINCT -> Acceptance.DISTINCT;
          case ALIAS -> Acceptance.ALIAS;
          case NONE -> Acceptance.NONE;
        });
  }

  private static dev.rootbridge.sync.NamespaceSelector selector(NamespaceSelector selector) {
    return new dev.rootbridge.sync.NamespaceSelector(
        Objects.requireNonNullElse(selector.getMatchLabels(), Map.of()),
        orEmpty(selector.getMatchExpressions()).stream()
            .map(FederatedTrustReader::requirement)
            .toList());
  }

  private static Requirement requirement(MatchExpressions expression) {
    return new Requirement(
        expression.getKey(),
        switch (expression.getOperator()) {
          case IN -> Operator.IN;
          case NOTIN -> Operator.NOT_IN;
          case EXISTS -> Operator.EXISTS;
          case DOESNOTEXIST -> Operator.DOES_NOT_EXIST;
        },
        orEmpty(expression.getValues()));
  }

  private static RotationPolicy rotation(Rotation rotation) {
    return new RotationPolicy(
        duration(rotation.getOverlap()),
        fingerprints(rotation.getPins()),
        fingerprints(rotation.getDistrust()),
        switch (rotation.getApproval()) {
          case AUTOMATIC -> RotationPolicy.Approval.AUTOMATIC;
          case MANUAL -> RotationPolicy.Approval.MANUAL;
        },
        fingerprints(rotation.getApproved()));
  }

  private static java.time.Duration duration(String text) {
    try {
      return Duration.parse(text).getDuration();
    } catch (ParseException e) {
      throw new IllegalArgumentException("spec.rotation.overlap is no duration such as 25h", e);
    }
  }

  private static Set<Fingerprint> fingerprints(List<String> hex) {
    return orEmpty(hex).stream().map(Fingerprint::parse).collect(Collectors.toUnmodifiableSet());
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
