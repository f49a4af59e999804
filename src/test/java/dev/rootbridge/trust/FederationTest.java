package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class FederationTest {

  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TrustDomain C = new TrustDomain("cluster-c.example");
  private static final TestCertificate ROOT_A = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate ROOT_B = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate ROOT_C = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TrustBundle LOCAL = new TrustBundle(A, List.of(ROOT_A.anchor()));

  @Test
  void remoteRootsAreConstrainedByDefaultAndLocalOnesNever() {
    Federation federation = compose(federated(B, Constraint.DEFAULT, ROOT_B.anchor()));

    PublishedAnchor published = federation.domains().get(B).get(0);
    assertThat(published.source()).isEqualTo(ROOT_B.anchor());
    assertThat(published.constrained()).isTrue();
    assertThat(published.published().extensions().nameConstraints()).isPresent();
    assertThat(federation.local()).isEqualTo(LOCAL);
    assertThat(federation.conflicts()).isEmpty();
  }

  @Test
  void modeNonePublishesTheRootItself() {
    Constraint none = new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW);

    assertThat(compose(federated(B, none, ROOT_B.anchor())).domains().get(B))
        .containsExactly(new PublishedAnchor(B, ROOT_B.anchor(), ROOT_B.anchor()));
  }

  @Test
  void theLocalTrustDomainCantBeFederated() {
    Federation federation = compose(federated(A, Constraint.DEFAULT, ROOT_B.anchor()));

    assertThat(federation.domains()).isEmpty();
    assertThat(federation.conflicts())
        .containsExactly(
            new Conflict(
                Conflict.Reason.LOCAL_TRUST_DOMAIN,
                A,
                ROOT_B.anchor().fingerprint(),
                "cluster-a.example is the local trust domain too, so that identities can't be told"
                    + " apart: one side needs another one"));
  }

  @Test
  void aKeySharedWithTheLocalRootIsRefusedUnderWhateverName() {
    Anchor sameKey = TestCertificate.ca("CN=Disguise").keysOf(ROOT_A).mint().anchor();

    Federation federation = compose(federated(B, Constraint.DEFAULT, sameKey, ROOT_B.anchor()));

    assertThat(federation.conflicts())
        .extracting(Conflict::reason, Conflict::fingerprint)
        .containsExactly(tuple(Conflict.Reason.SHARED_WITH_LOCAL_ROOT, sameKey.fingerprint()));
    assertThat(federation.domains().get(B)).hasSize(1);
  }

  @Test
  void aKeyClaimedByTwoDomainsIsPublishedForNeither() {
    Federation federation =
        compose(
            federated(B, Constraint.DEFAULT, ROOT_B.anchor()),
            federated(C, Constraint.DEFAULT, ROOT_B.anchor(), ROOT_C.anchor()));

    assertThat(federation.domains()).containsOnlyKeys(C);
    assertThat(federation.conflicts()).extracting(Conflict::trustDomain).containsExactly(B, C);
    assertThat(federation.conflicts())
        .allSatisfy(
            conflict -> {
              assertThat(conflict.reason()).isEqualTo(Conflict.Reason.CLAIMED_BY_TWO_DOMAINS);
              assertThat(conflict.message())
                  .isEqualTo(
                      "its public key is claimed by cluster-b.example and cluster-c.example: remove"
                          + " it from all sources but its owner's");
            });
  }

  @Test
  void whoTakesAnothersRootIntoItsSourceDoesNotPushItOut() {
    FederatedBundle thief = federated(C, Constraint.DEFAULT, ROOT_B.anchor(), ROOT_C.anchor());

    Federation federation =
        compose(published(federated(B, Constraint.DEFAULT, ROOT_B.anchor())), thief);

    assertThat(federation.domains().get(B)).hasSize(1);
    assertThat(federation.domains().get(C))
        .extracting(PublishedAnchor::source)
        .containsExactly(ROOT_C.anchor());
    assertThat(federation.conflicts())
        .containsExactly(
            new Conflict(
                Conflict.Reason.CLAIMED_BY_TWO_DOMAINS,
                C,
                ROOT_B.anchor().fingerprint(),
                "its public key belongs to cluster-b.example, pinned or published as its before:"
                    + " remove it from this source or, if it isn't the other's, name it in"
                    + " rotation.distrust there"));
  }

  @Test
  void aPinSaysWhoseAKeyIsThoughAnotherHadItFirst() {
    FederatedBundle thief = published(federated(C, Constraint.DEFAULT, ROOT_B.anchor()));
    FederatedBundle owner = federated(B, Constraint.DEFAULT, ROOT_B.anchor());

    Federation federation =
        compose(
            new FederatedBundle(
                owner.bundle(),
                owner.constraint(),
                Set.of(ROOT_B.anchor().keyFingerprint()),
                Set.of()),
            thief);

    assertThat(federation.domains()).containsOnlyKeys(B);
  }

  @Test
  void aRootMadeToLookLikeAnothersDoesNotPushItOut() {
    Anchor nameless = root("CN=B").withoutKeyIdentifiers().mint().anchor();
    Anchor forged = root("CN=B").mint().anchor();

    Federation federation =
        compose(
            published(federated(B, Constraint.DEFAULT, nameless)),
            federated(C, Constraint.DEFAULT, forged));

    assertThat(federation.domains()).containsOnlyKeys(B);
    assertThat(federation.conflicts())
        .containsExactly(
            lookAlike(
                C, forged, "sha256:%s of cluster-b.example".formatted(nameless.fingerprint())));
  }

  @Test
  void ofARenewedRootTheLongestValidIsEnough() {
    TestCertificate renewed =
        TestCertificate.ca("O=Istio,CN=Root CA")
            .keysOf(ROOT_B)
            .valid(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9000)))
            .mint();
    TestCertificate notYetValid =
        TestCertificate.ca("O=Istio,CN=Root CA")
            .keysOf(ROOT_B)
            .valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9999)))
            .mint();

    Federation federation =
        compose(
            federated(
                B, Constraint.DEFAULT, ROOT_B.anchor(), renewed.anchor(), notYetValid.anchor()));

    assertThat(federation.domains().get(B))
        .extracting(PublishedAnchor::source)
        .containsExactly(renewed.anchor());
    assertThat(federation.conflicts()).isEmpty();
  }

  @Test
  void ofARenewedLocalRootTheLongestValidIsEnoughAndThatIsSaid() {
    TestCertificate renewed =
        TestCertificate.ca("O=Istio,CN=Root CA")
            .keysOf(ROOT_A)
            .valid(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9000)))
            .mint();
    TrustBundle local = new TrustBundle(A, List.of(ROOT_A.anchor(), renewed.anchor()));

    Federation federation = Federation.compose(local, List.of(), NOW);

    assertThat(federation.local().anchors()).containsExactly(renewed.anchor());
    assertThat(federation.conflicts())
        .containsExactly(
            new Conflict(
                Conflict.Reason.LOCAL_KEY_TWICE,
                A,
                ROOT_A.anchor().fingerprint(),
                "its public key is also that of %s, which is valid longer and is published in its"
                        .formatted(renewed.anchor().fingerprint())
                    + " place"));
  }

  @Test
  void aLocalKeyUnderTwoNamesStaysUnderBoth() {
    Anchor renamed =
        TestCertificate.ca("CN=Renamed")
            .keysOf(ROOT_A)
            .valid(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9)))
            .mint()
            .anchor();
    TrustBundle local = new TrustBundle(A, List.of(ROOT_A.anchor(), renamed));

    Federation federation = Federation.compose(local, List.of(), NOW);

    assertThat(federation.local()).isEqualTo(local);
    assertThat(federation.conflicts())
        .containsExactly(
            new Conflict(
                Conflict.Reason.LOCAL_KEY_UNDER_TWO_NAMES,
                A,
                renamed.fingerprint(),
                "its public key is also that of %s, under another subject or key identifier: both"
                        .formatted(ROOT_A.anchor().fingerprint())
                    + " stay, since workloads may be under either"));
  }

  @Test
  void aRenewedLocalRootThatIsNotYetValidReplacesNone() {
    Anchor early =
        TestCertificate.ca("O=Istio,CN=Root CA")
            .keysOf(ROOT_A)
            .valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9000)))
            .mint()
            .anchor();
    TrustBundle local = new TrustBundle(A, List.of(ROOT_A.anchor(), early));

    assertThat(Federation.compose(local, List.of(), NOW).local()).isEqualTo(LOCAL);
  }

  @Test
  void oneKeyUnderTwoNamesIsAConflict() {
    Anchor other = TestCertificate.ca("CN=Other name").keysOf(ROOT_B).mint().anchor();

    Federation federation = compose(federated(B, Constraint.DEFAULT, ROOT_B.anchor(), other));

    assertThat(federation.domains().get(B)).hasSize(1);
    assertThat(federation.conflicts())
        .extracting(Conflict::reason)
        .containsExactly(Conflict.Reason.KEY_UNDER_TWO_NAMES);
  }

  @Test
  void aRootThatProxiesMayTakeForALocalOneIsLeftOut() {
    Anchor nameless = root("O=Istio,CN=Root CA").withoutKeyIdentifiers().mint().anchor();
    Anchor copied = root("O=Istio,CN=Root CA").extension(keyIdentifierOf(ROOT_A)).mint().anchor();
    Anchor spelled = root("O=ISTIO,CN=root  ca").withoutKeyIdentifiers().mint().anchor();

    for (Anchor lookAlike : List.of(nameless, copied, spelled)) {
      Federation federation = compose(federated(B, Constraint.DEFAULT, lookAlike, ROOT_B.anchor()));

      assertThat(federation.local()).isEqualTo(LOCAL);
      assertThat(sources(federation, B)).containsExactly(ROOT_B.anchor());
      assertThat(federation.conflicts())
          .containsExactly(
              lookAlike(
                  B,
                  lookAlike,
                  "the local root sha256:%s, which always stays"
                      .formatted(ROOT_A.anchor().fingerprint())));
    }
  }

  @Test
  void aLocalRootWithoutKeyIdentifierLeavesNoRoomForOthersOfItsSubject() {
    Anchor local = root("O=Istio,CN=Root CA").withoutKeyIdentifiers().mint().anchor();

    Federation federation =
        Federation.compose(
            new TrustBundle(A, List.of(local)),
            List.of(federated(B, Constraint.DEFAULT, ROOT_B.anchor())),
            NOW);

    assertThat(federation.domains()).isEmpty();
    assertThat(federation.conflicts())
        .extracting(Conflict::reason)
        .containsExactly(Conflict.Reason.LOOKS_LIKE_ANOTHER_ROOT);
  }

  @Test
  void betweenDomainsTheRootWithoutKeyIdentifierGoes() {
    Anchor nameless = root("CN=B").withoutKeyIdentifiers().mint().anchor();
    Anchor named = root("CN=B").mint().anchor();

    Federation federation =
        compose(
            federated(B, Constraint.DEFAULT, named), federated(C, Constraint.DEFAULT, nameless));

    assertThat(federation.domains()).containsOnlyKeys(B);
    assertThat(federation.conflicts())
        .containsExactly(
            lookAlike(
                C, nameless, "sha256:%s of cluster-b.example".formatted(named.fingerprint())));
  }

  @Test
  void whereNothingTellsWhichOfTwoDomainsIsGenuineBothGo() {
    TestCertificate root = root("CN=B").mint();
    Anchor copied = root("CN=B").extension(keyIdentifierOf(root)).mint().anchor();
    Anchor nameless = root("CN=N").withoutKeyIdentifiers().mint().anchor();
    Anchor otherNameless = root("CN=N").withoutKeyIdentifiers().mint().anchor();

    assertThat(
            compose(
                    federated(B, Constraint.DEFAULT, root.anchor()),
                    federated(C, Constraint.DEFAULT, copied))
                .conflicts())
        .containsExactly(
            lookAlike(
                B, root.anchor(), "sha256:%s of cluster-c.example".formatted(copied.fingerprint())),
            lookAlike(
                C,
                copied,
                "sha256:%s of cluster-b.example".formatted(root.anchor().fingerprint())));
    assertThat(
            compose(
                    federated(B, Constraint.DEFAULT, nameless),
                    federated(C, Constraint.DEFAULT, otherNameless))
                .domains())
        .isEmpty();
  }

  @Test
  void withinADomainTheOlderStays() {
    Anchor younger = root("CN=B").withoutKeyIdentifiers().mint().anchor();
    Anchor older =
        root("CN=B")
            .withoutKeyIdentifiers()
            .valid(NOW.minus(Duration.ofDays(500)), NOW.plus(Duration.ofDays(500)))
            .mint()
            .anchor();

    Federation federation = compose(federated(B, Constraint.DEFAULT, younger, older));

    assertThat(sources(federation, B)).containsExactly(older);
    assertThat(federation.conflicts())
        .containsExactly(
            lookAlike(
                B,
                younger,
                "sha256:%s, which is older and stays while it is trusted"
                    .formatted(older.fingerprint())));
  }

  @Test
  void ofTwoThatAreEquallyOldTheFingerprintDecides() {
    List<Anchor> twins =
        Stream.generate(() -> root("CN=B").withoutKeyIdentifiers().mint().anchor())
            .limit(2)
            .sorted(Comparator.comparing(Anchor::fingerprint))
            .toList();

    assertThat(sources(compose(federated(B, Constraint.DEFAULT, twins.toArray(Anchor[]::new))), B))
        .containsExactly(twins.get(0));
  }

  @Test
  void reasonsKeepTheirNames() {
    assertThat(Conflict.Reason.values())
        .extracting(Conflict.Reason::label)
        .containsExactly(
            "LocalTrustDomain",
            "SharedWithLocalRoot",
            "ClaimedByTwoDomains",
            "KeyUnderTwoNames",
            "LocalKeyTwice",
            "LocalKeyUnderTwoNames",
            "LooksLikeAnotherRoot",
            "LintError",
            "NotConstrainable");
  }

  @Test
  void aRootThatIsLeftOutForAnotherReasonShadowsNobody() {
    Anchor weak = root("CN=B").key(TestKey.RSA1024).withoutKeyIdentifiers().mint().anchor();
    Anchor fit = root("CN=B").withoutKeyIdentifiers().mint().anchor();

    Federation federation =
        compose(federated(B, Constraint.DEFAULT, fit), federated(C, Constraint.DEFAULT, weak));

    assertThat(sources(federation, B)).containsExactly(fit);
    assertThat(federation.conflicts())
        .extracting(Conflict::reason)
        .containsExactly(Conflict.Reason.LINT_ERROR);
  }

  @Test
  void lintErrorsAndUnconstrainableRootsAreLeftOutWithAReason() {
    Anchor weak = TestCertificate.ca("CN=Weak").key(TestKey.RSA1024).mint().anchor();
    TrustDomain underscore = new TrustDomain("cluster_c");

    Federation federation =
        compose(
            federated(B, Constraint.DEFAULT, weak),
            federated(underscore, Constraint.DEFAULT, ROOT_C.anchor()));

    assertThat(federation.domains()).isEmpty();
    assertThat(federation.conflicts())
        .extracting(Conflict::reason)
        .containsExactly(Conflict.Reason.LINT_ERROR, Conflict.Reason.NOT_CONSTRAINABLE);
  }

  @Test
  void oneTrustDomainHasOneBundle() {
    assertThatThrownBy(
            () ->
                compose(
                    federated(B, Constraint.DEFAULT, ROOT_B.anchor()),
                    federated(B, Constraint.DEFAULT, ROOT_C.anchor())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two trust bundles of cluster-b.example");
  }

  @Test
  void theOrderOfTheInputMeansNothing() {
    List<FederatedBundle> bundles =
        new ArrayList<>(
            List.of(
                federated(B, Constraint.DEFAULT, ROOT_B.anchor()),
                federated(C, Constraint.DEFAULT, ROOT_C.anchor())));
    Federation federation = Federation.compose(LOCAL, bundles, NOW);
    Collections.reverse(bundles);

    assertThat(Federation.compose(LOCAL, bundles, NOW)).isEqualTo(federation);
    assertThat(RenderedBundle.render(federation, Set.of(B, C)))
        .isEqualTo(RenderedBundle.render(Federation.compose(LOCAL, bundles, NOW), Set.of(C, B)));
  }

  private static TestCertificate.Builder root(String subject) {
    return TestCertificate.ca(subject);
  }

  private static Extension keyIdentifierOf(TestCertificate root) {
    return root.anchor().certificate().getExtension(Extension.subjectKeyIdentifier);
  }

  private static List<Anchor> sources(Federation federation, TrustDomain domain) {
    return federation.domains().get(domain).stream().map(PublishedAnchor::source).toList();
  }

  private static Conflict lookAlike(TrustDomain domain, Anchor root, String twin) {
    return new Conflict(
        Conflict.Reason.LOOKS_LIKE_ANOTHER_ROOT,
        domain,
        root.fingerprint(),
        "proxies can't tell it from "
            + twin
            + ": both have the same subject and no key identifiers that differ, so that workloads of"
            + " one would be refused; reissue it under another subject");
  }

  private static Federation compose(FederatedBundle... bundles) {
    return Federation.compose(LOCAL, List.of(bundles), NOW);
  }

  /** One whose keys were all in bundles as its own before. */
  private static FederatedBundle published(FederatedBundle bundle) {
    return new FederatedBundle(
        bundle.bundle(),
        bundle.constraint(),
        Set.of(),
        bundle.bundle().anchors().stream().map(Anchor::keyFingerprint).collect(Collectors.toSet()));
  }

  private static FederatedBundle federated(
      TrustDomain domain, Constraint constraint, Anchor... anchors) {
    return new FederatedBundle(new TrustBundle(domain, List.of(anchors)), constraint);
  }
}
