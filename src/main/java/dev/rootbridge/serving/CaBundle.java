package dev.rootbridge.serving;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The {@code caBundle} of a webhook's registration: whom API servers believe. */
public record CaBundle(Set<Anchor> anchors) {

  public static final CaBundle NONE = new CaBundle(Set.of());

  public CaBundle {
    anchors = Collections.unmodifiableSet(new LinkedHashSet<>(anchors));
  }

  static CaBundle of(Collection<Anchor> anchors) {
    return new CaBundle(new LinkedHashSet<>(anchors));
  }

  /** What is no PEM of certificates makes nobody believed, for an API server neither. */
  public static CaBundle parse(String pem) {
    return PemCertificates.parse(pem, PemLimits.DEFAULTS) instanceof PemOutcome.Certificates found
        ? of(found.anchors())
        : NONE;
  }

  public String pem() {
    return anchors.stream().map(Anchor::pem).collect(Collectors.joining());
  }

  boolean holds(CaBundle other) {
    return anchors.containsAll(other.anchors());
  }
}
