package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FederationPropertiesTest {

  private static final TrustDomain LOCAL = new TrustDomain("cluster-a.example");
  private static final List<TrustDomain> DOMAINS =
      Stream.of("cluster-a.example", "cluster-b.example", "cluster-c.example", "under_score")
          .map(TrustDomain::new)
          .toList();

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfTheInputNeverMatters(
      @ForAll("roots") List<Anchor> local,
      @ForAll("federations") List<FederatedBundle> federated,
      @ForAll Random random) {
    List<FederatedBundle> shuffled = new ArrayList<>();
    for (FederatedBundle bundle : federated) {
      List<Anchor> anchors = new ArrayList<>(bundle.bundle().anchors());
      Collections.shuffle(anchors, random);
      shuffled.add(
          new FederatedBundle(new TrustBundle(bundle.trustDomain(), anchors), bundle.constraint()));
    }
    Collections.shuffle(shuffled, random);
    List<Anchor> localShuffled = new ArrayList<>(local);
    Collections.shuffle(localShuffled, random);

    assertThat(rendered(localShuffled, shuffled)).isEqualTo(rendered(local, federated));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsRenderedReadsBackWithLocalAnchorsFirst(
      @ForAll("roots") List<Anchor> local, @ForAll("federations") List<FederatedBundle> federated) {
    Federation federation = compose(local, federated);

    List<Anchor> read = PemCertificatesTest.anchors(rendered(local, federated).text());

    assertThat(read)
        .isEqualTo(
            Stream.concat(
                    federation.local().anchors().stream(),
                    published(federation).stream().map(PublishedAnchor::published))
                .toList());
    assertThat(local)
        .allMatch(anchor -> federation.local().anchors().stream().anyMatch(anchor::standsFor));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aPublicKeyIsPublishedOnce(
      @ForAll("roots") List<Anchor> local, @ForAll("federations") List<FederatedBundle> federated) {
    Federation federation = compose(local, federated);

    Set<Fingerprint> keys =
        local.stream().map(Anchor::keyFingerprint).collect(Collectors.toCollection(HashSet::new));
    for (PublishedAnchor anchor : published(federation)) {
      assertThat(keys.add(anchor.published().keyFingerprint())).isTrue();
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void noPublishedRootCanBeTakenForAnother(
      @ForAll("roots") List<Anchor> local, @ForAll("federations") List<FederatedBundle> federated) {
    Federation federation = compose(local, federated);

    for (PublishedAnchor anchor : published(federation)) {
      List<Anchor> others =
          Stream.concat(
                  local.stream(), published(federation).stream().map(PublishedAnchor::published))
              .filter(other -> !other.equals(anchor.published()))
              .toList();
      assertThat(LookAlikes.first(anchor.published(), others)).isEmpty();
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void everyRootIsPublishedOrHasAReason(
      @ForAll("roots") List<Anchor> local, @ForAll("federations") List<FederatedBundle> federated) {
    Federation federation = compose(local, federated);

    for (FederatedBundle bundle : federated) {
      for (Anchor root : bundle.bundle().anchors()) {
        boolean isPublished =
            published(federation).stream()
                .anyMatch(
                    anchor ->
                        anchor.trustDomain().equals(bundle.trustDomain())
                            && anchor.source().standsFor(root));
        boolean hasReason =
            federation.conflicts().stream()
                .anyMatch(
                    conflict ->
                        conflict.trustDomain().equals(bundle.trustDomain())
                            && isAboutItOrItsLike(conflict, root, bundle));
        assertThat(isPublished || hasReason).isTrue();
      }
    }
  }

  /**
   * What is wrong with a renewed root is said once, of the certificate that stands for the rest.
   */
  private static boolean isAboutItOrItsLike(
      Conflict conflict, Anchor root, FederatedBundle bundle) {
    return bundle.bundle().anchors().stream()
        .filter(root::standsFor)
        .anyMatch(like -> like.fingerprint().equals(conflict.fingerprint()));
  }

  private static List<PublishedAnchor> published(Federation federation) {
    return federation.domains().values().stream().flatMap(List::stream).toList();
  }

  private static RenderedBundle.Rendered rendered(
      List<Anchor> local, List<FederatedBundle> federated) {
    return (RenderedBundle.Rendered)
        RenderedBundle.render(compose(local, federated), Set.copyOf(DOMAINS));
  }

  private static Federation compose(List<Anchor> local, List<FederatedBundle> federated) {
    return Federation.compose(new TrustBundle(LOCAL, local), federated, NOW);
  }

  @Provide
  Arbitrary<List<Anchor>> roots() {
    return Arbitraries.of(Roots.POOL).list().uniqueElements().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<FederatedBundle>> federations() {
    Arbitrary<Constraint> constraints =
        Arbitraries.of(
            Constraint.DEFAULT,
            new Constraint(Constraint.Mode.TRUST_DOMAIN, Constraint.Dns.FORBID),
            new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW));
    return Combinators.combine(Arbitraries.of(DOMAINS), roots(), constraints)
        .as(
            (domain, roots, constraint) ->
                new FederatedBundle(new TrustBundle(domain, roots), constraint))
        .list()
        .uniqueElements(FederatedBundle::trustDomain)
        .ofMaxSize(4);
  }
}
