package dev.rootbridge.trust;

import java.util.List;
import java.util.Optional;

/** A CA that is known by another trust domain's name isn't this one's. */
final class SpiffeIdRule implements LintRule {

  @Override
  public String id() {
    return "spiffe-id";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String citation() {
    return "SPIFFE X.509-SVID, section 3.2";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    List<String> claimed =
        anchor.extensions().uris().stream().filter(SpiffeId::isClaimedBy).toList();
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    if (claimed.size() > 1) {
      return Optional.of("it has %d SPIFFE IDs, one is allowed".formatted(claimed.size()));
    }
    SpiffeId id;
    try {
      id = SpiffeId.parse(claimed.get(0));
    } catch (IllegalArgumentException e) {
      return Optional.of("its SPIFFE ID is malformed: " + e.getMessage());
    }
    if (!id.path().isEmpty()) {
      return Optional.of("its SPIFFE ID has a path, as only a workload's may have");
    }
    return context
        .trustDomain()
        .filter(domain -> !domain.equals(id.trustDomain()))
        .map(domain -> "its SPIFFE ID is of %s, not of %s".formatted(id.trustDomain(), domain));
  }
}
