package dev.rootbridge.explain;

import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.SpiffeId;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which CAs could issue an identity, as seen by which workloads of this cluster.
 *
 * @param identity that somebody would claim
 * @param issuers the cluster's own first
 * @param fetched where istiod fetches CAs for every proxy that aren't known here, a line each
 * @param remarks what else decides whether such a peer gets in, and what couldn't be seen
 */
public record Minting(
    SpiffeId identity, List<Issuer> issuers, List<String> fetched, List<String> remarks) {

  public Minting {
    issuers = List.copyOf(issuers);
    fetched = List.copyOf(fetched);
    remarks = List.copyOf(remarks);
  }

  /**
   * A CA that could.
   *
   * @param owner whose CA it is, a trust domain or a field of the mesh config
   * @param as the identity that it would put into the certificate
   */
  public record Issuer(String owner, Anchor anchor, Route route, SpiffeId as, Audience audience) {}

  /** Why a CA can. */
  public enum Route {
    /** The cluster's own CA, which no certificate binds to its trust domain. */
    LOCAL_ROOT("LocalRoot"),
    /** The CA of the identity's own trust domain. */
    OWN_DOMAIN("OwnDomain"),
    /** A federated CA that isn't bound to its trust domain: constraint.mode: None. */
    UNCONSTRAINED("Unconstrained"),
    /** A CA of another name of the same trust domain: policies take the one for the other. */
    ALIAS("Alias"),
    /** A certificate in a mesh config, which istiod gives to every proxy. */
    MESH_WIDE("MeshWideRoot");

    private final String label;

    Route(String label) {
      this.label = label;
    }

    /** The stable name in CamelCase. */
    public String label() {
      return label;
    }

    /** Whether it is there only because somebody opened it. */
    public boolean isOpened() {
      return this == UNCONSTRAINED || this == ALIAS || this == MESH_WIDE;
    }
  }

  /** Whether a CA could that needn't have been able to. */
  public boolean isOpened() {
    return !fetched.isEmpty() || issuers.stream().anyMatch(issuer -> issuer.route().isOpened());
  }

  /** Decides it. */
  public static Minting of(SpiffeId identity, TrustFacts facts) {
    List<Issuer> issuers = new ArrayList<>(direct(identity, facts));
    for (TrustDomain alias : otherNames(identity.trustDomain(), facts)) {
      SpiffeId other = new SpiffeId(alias, identity.path());
      direct(other, facts).stream()
          .filter(
              issuer -> issuers.stream().noneMatch(known -> known.anchor().equals(issuer.anchor())))
          .map(
              issuer ->
                  new Issuer(
                      issuer.owner(), issuer.anchor(), Route.ALIAS, other, issuer.audience()))
          .toList()
          .forEach(issuers::add);
    }
    return new Minting(
        identity, issuers, fetched(facts), MintingRemarks.of(identity.trustDomain(), facts));
  }

  /** Those that could put exactly this into a certificate. */
  private static List<Issuer> direct(SpiffeId identity, TrustFacts facts) {
    TrustDomain domain = identity.trustDomain();
    Stream<Issuer> local =
        facts.local().roots().stream()
            .filter(root -> permits(root, domain))
            .map(
                root ->
                    new Issuer(
                        facts.local().trustDomain().name(),
                        root,
                        Route.LOCAL_ROOT,
                        identity,
                        new Audience.EveryProxy()));
    Stream<Issuer> federated =
        facts.domains().stream()
            .filter(TrustFacts::isAccepted)
            .flatMap(
                owner ->
                    owner.domain().anchors().stream()
                        .filter(anchor -> couldVouch(owner, anchor, domain))
                        .map(
                            anchor ->
                                new Issuer(
                                    owner.trustDomain().name(),
                                    anchor.tracked().anchor(),
                                    owner.trustDomain().equals(domain)
                                        ? Route.OWN_DOMAIN
                                        : Route.UNCONSTRAINED,
                                    identity,
                                    Audience.of(owner.trustDomain(), facts))));
    Stream<Issuer> meshWide =
        facts.mesh().trusted().stream()
            .flatMap(
                config ->
                    config.trust().roots().stream()
                        .filter(root -> !isLocal(root.anchor(), facts))
                        .filter(root -> permits(root.anchor(), domain))
                        .map(
                            root ->
                                new Issuer(
                                    config.where() + ", " + root.field(),
                                    root.anchor(),
                                    Route.MESH_WIDE,
                                    identity,
                                    new Audience.EveryProxy())));
    return Stream.of(local, federated, meshWide).flatMap(all -> all).toList();
  }

  /** As where Kubernetes signs for istiod: every proxy has that root already. */
  private static boolean isLocal(Anchor anchor, TrustFacts facts) {
    return facts.local().roots().stream()
        .anyMatch(root -> root.keyFingerprint().equals(anchor.keyFingerprint()));
  }

  /** Nothing binds what comes from there: istiod pools it with all other roots. */
  private static List<String> fetched(TrustFacts facts) {
    return facts.mesh().trusted().stream()
        .flatMap(
            config ->
                config.trust().endpoints().stream()
                    .map(
                        endpoint ->
                            config.where()
                                + ", "
                                + endpoint.field()
                                + " makes istiod give every proxy the roots that it fetches there,"
                                + " unconstrained; which they are isn't known here"))
        .toList();
  }

  private static boolean couldVouch(DomainFacts owner, AnchorStatus anchor, TrustDomain domain) {
    return switch (anchor.publication()) {
      case CONSTRAINED -> owner.trustDomain().equals(domain);
      case UNCONSTRAINED -> permits(anchor.tracked().anchor(), domain);
      case NOT_PUBLISHED -> false;
    };
  }

  /** By the certificate's own name constraints. */
  private static boolean permits(Anchor anchor, TrustDomain domain) {
    List<String> hosts = anchor.permittedUriHosts();
    return hosts.isEmpty()
        || hosts.stream()
            .anyMatch(
                host ->
                    host.startsWith(".")
                        ? domain.name().endsWith(host)
                        : domain.name().equalsIgnoreCase(host));
  }

  /** Istio expands the trust domain of a principal to all names of the local one. */
  private static Set<TrustDomain> otherNames(TrustDomain domain, TrustFacts facts) {
    Set<TrustDomain> names = facts.names();
    return names.remove(domain) ? names : Set.of();
  }
}
