package dev.rootbridge.explain;

import static dev.rootbridge.explain.PolicyVerdictTest.policy;
import static dev.rootbridge.explain.PolicyVerdictTest.principals;
import static dev.rootbridge.explain.PolicyVerdictTest.source;
import static dev.rootbridge.explain.TestNamespace.MAIN;
import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.explain.ClusterFacts.Lease;
import dev.rootbridge.explain.ClusterFacts.ServingSecret;
import dev.rootbridge.explain.ClusterFacts.WebhookFacts;
import dev.rootbridge.explain.PolicyFacts.Requests;
import dev.rootbridge.explain.PolicyFacts.Rule;
import dev.rootbridge.explain.check.Doctor;
import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.inject.Reason;
import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

  private static final TestCertificate AUTHORITY = TestCertificate.root("O=Serving");
  private static final Anchor CA = AUTHORITY.anchor();
  private static final ServingSecret SERVING = serving(AUTHORITY, NOW.plusSeconds(3600));
  private static final TestDomain B = TestDomain.of("b", TestCertificate.root("O=B"));
  private static final TestNamespace SHOP =
      TestNamespace.optedIn("shop").bundle(MAIN, "b.example").pod("web", MAIN);
  private static final NamespaceSelector EVERY = new NamespaceSelector(Map.of(), List.of());
  private static final WebhookFacts ISTIO =
      new WebhookFacts(
          "istio-sidecar-injector",
          "rev.namespace.sidecar-injector.istio.io",
          List.of(CA),
          "Fail",
          "Never",
          EVERY);
  private static final Lease LEASE = new Lease("rootbridge-0", NOW.plusSeconds(10));

  /** A cluster in which all is well but for what a test changes. */
  private static final class Patient {

    private final TestTrust trust;
    private List<WebhookFacts> webhooks = List.of(ISTIO, ours("rootbridge.dev", "IfNeeded", CA));
    private Trial trial = said("Injected", "Injected");
    private Optional<Lease> lease = Optional.of(LEASE);
    private Optional<ServingSecret> serving = Optional.of(SERVING);
    private List<String> crls = List.of();
    private List<PolicyFacts> policies = List.of();
    private PeerFacts peers = PeerFacts.NONE;

    private Patient(TestTrust trust) {
      this.trust = trust;
    }

    static Patient with(TestTrust trust) {
      return new Patient(trust);
    }

    Patient webhooks(WebhookFacts... other) {
      webhooks = List.of(other);
      return this;
    }

    Patient trial(Trial other) {
      trial = other;
      return this;
    }

    Patient lease(Optional<Lease> other) {
      lease = other;
      return this;
    }

    Patient serving(Optional<ServingSecret> other) {
      serving = other;
      return this;
    }

    Patient crls(String... other) {
      crls = List.of(other);
      return this;
    }

    Patient policies(PolicyFacts... other) {
      policies = List.of(other);
      return this;
    }

    Patient peers(PeerFacts other) {
      peers = other;
      return this;
    }

    /** What isn't as it should be, as {@code FAILED about: text} and the like. */
    List<String> findings() {
      return Doctor.examine(
              new ClusterFacts(
                  trust.facts(),
                  View.of(webhooks),
                  trial,
                  View.of(lease),
                  View.of(serving),
                  View.of(crls),
                  View.of(policies),
                  View.of(peers),
                  List.of(),
                  NOW))
          .stream()
          .filter(observation -> !(observation.outcome() instanceof Outcome.Ok))
          .map(
              observation ->
                  observation.outcome().getClass().getSimpleName()
                      + " "
                      + observation.about()
                      + ": "
                      + observation.outcome().text())
          .toList();
    }
  }

  private static Patient well() {
    return Patient.with(TestTrust.of(B).in(SHOP));
  }

  @Test
  void aClusterThatIsWellHasNoFindings() {
    assertThat(well().findings()).isEmpty();
  }

  @Test
  void whatTheCallerMayNotSeeIsUnknownAndNotFine() {
    List<Observation> found =
        Doctor.examine(
            new ClusterFacts(
                TestTrust.of(B).in(SHOP).podsUnknown("no pods").facts(),
                new View.Unseen<>("no webhooks"),
                new Trial.NotAllowed("shop"),
                new View.Unseen<>("no lease"),
                new View.Unseen<>("no secret"),
                new View.Unseen<>("no crl"),
                new View.Unseen<>("no policies"),
                new View.Unseen<>("no entries"),
                List.of(),
                NOW));
    assertThat(found)
        .filteredOn(observation -> observation.outcome() instanceof Outcome.Unknown)
        .extracting(observation -> observation.outcome().text())
        .containsExactly(
            "no lease",
            "no webhooks",
            "whether it is called isn't known: that takes the right to create pods in namespace"
                + " shop, by which one is tried out and none is stored",
            "no crl",
            "no pods",
            "whether each follows every change: no pods",
            "no policies",
            "no entries");
  }

  @Test
  void whoeverWritesIsKnownByTheLease() {
    assertThat(well().lease(Optional.empty()).findings())
        .containsExactly("Failed Rootbridge: nobody writes: no replica holds the Lease");
    assertThat(well().lease(Optional.of(new Lease("rootbridge-0", NOW.minusSeconds(1)))).findings())
        .singleElement()
        .asString()
        .startsWith("Failed Rootbridge: nobody writes: rootbridge-0 held the Lease until ");
  }

  @Test
  void theWebhookIsRegisteredCalledAfterIstiosAndBelieved() {
    assertThat(well().webhooks(ISTIO).findings())
        .singleElement()
        .asString()
        .startsWith("Failed webhook: there is no MutatingWebhookConfiguration rootbridge.dev");
    assertThat(well().webhooks(ISTIO, ours("rootbridge.dev", "Never", CA)).findings())
        .singleElement()
        .asString()
        .startsWith("Warning webhook: its reinvocationPolicy is Never");
    assertThat(well().webhooks(ISTIO, ours("a-rootbridge", "IfNeeded", CA)).findings())
        .singleElement()
        .asString()
        .startsWith("Failed webhook order: called before istio-sidecar-injector");
    assertThat(well().webhooks(ours("rootbridge.dev", "IfNeeded", CA)).findings())
        .containsExactly(
            "Warning webhook order: Istio's injector isn't registered: pods get no proxy");
    Anchor other = TestCertificate.root("O=Other").anchor();
    assertThat(well().webhooks(ISTIO, ours("rootbridge.dev", "IfNeeded", other)).findings())
        .singleElement()
        .asString()
        .startsWith("Failed webhook caBundle: it lacks the CA of the certificate, O=Serving");
    Anchor ended =
        TestCertificate.ca("O=Ended")
            .valid(NOW.minusSeconds(9), NOW.minusSeconds(1))
            .mint()
            .anchor();
    assertThat(well().webhooks(ISTIO, ours("rootbridge.dev", "IfNeeded", ended)).findings())
        .singleElement()
        .asString()
        .startsWith("Failed webhook caBundle: it holds no CA that is valid now");
  }

  @Test
  void theCertificateItselfIsHeldAgainstTheCaBundle() {
    String about = "Failed webhook caBundle: ";
    assertThat(well().serving(Optional.empty()).findings())
        .singleElement()
        .asString()
        .startsWith("Unknown webhook caBundle: whether it is the CA of its certificate");
    assertThat(well().serving(Optional.of(serving(AUTHORITY, NOW))).findings())
        .singleElement()
        .asString()
        .startsWith(about + "the webhook's certificate in Secret rootbridge-system/s ended at ");
    TestCertificate namesake = TestCertificate.root("O=Serving");
    ServingSecret forged = serving(namesake, NOW.plusSeconds(3600));
    assertThat(
            well()
                .serving(
                    Optional.of(new ServingSecret(forged.where(), List.of(CA), forged.chain())))
                .findings())
        .singleElement()
        .asString()
        .startsWith(about + "no CA in it issued the certificate in Secret rootbridge-system/s");
    assertThat(
            well()
                .serving(Optional.of(new ServingSecret("n/s", List.of(CA), List.of())))
                .findings())
        .singleElement()
        .asString()
        .startsWith(about + "Secret n/s holds no certificate in tls.crt");
  }

  @Test
  void theCertificateMayLeadToItsCaByOthersThatAreShownWithIt() {
    TestCertificate between = AUTHORITY.intermediate("O=Between").mint();
    Anchor certificate =
        between
            .workload("spiffe://a.example/ns/n/sa/s")
            .valid(NOW.minusSeconds(9), NOW.plusSeconds(9))
            .mint()
            .anchor();
    assertThat(
            well()
                .serving(
                    Optional.of(
                        new ServingSecret(
                            "n/s", List.of(), List.of(certificate, between.anchor()))))
                .findings())
        .isEmpty();
    assertThat(
            well()
                .serving(Optional.of(new ServingSecret("n/s", List.of(), List.of(certificate))))
                .findings())
        .singleElement()
        .asString()
        .startsWith("Failed webhook caBundle: no CA in it issued the certificate in Secret n/s, ");
  }

  @Test
  void whatShouldHaveBeenRenewedIsWarnedOf() {
    assertThat(untilInDays(60, 90)).isEmpty();
    assertThat(untilInDays(8, 90)).isEmpty();
    assertThat(untilInDays(6, 90))
        .singleElement()
        .asString()
        .startsWith("Warning webhook caBundle: it holds O=Serving")
        .endsWith(": it should have been renewed, and API servers refuse it then");
    // After two thirds of its life it is renewed, however short that is.
    assertThat(untilInDays(3, 9)).isEmpty();
    assertThat(untilInDays(2, 9)).hasSize(1);
  }

  /** A certificate with so many days left of those that it lives. */
  private static List<String> untilInDays(int left, int life) {
    return well()
        .serving(
            Optional.of(
                new ServingSecret(
                    "n/s",
                    List.of(CA),
                    List.of(
                        AUTHORITY
                            .workload("spiffe://a.example/ns/n/sa/s")
                            .valid(NOW.minus(Duration.ofDays(life - left)), in(left))
                            .mint()
                            .anchor()))))
        .findings();
  }

  @Test
  void aCaThatRetiresMayEndWhereAnotherTakesItsPlace() {
    Anchor retiring = TestCertificate.ca("O=Retiring").valid(in(-300), in(1)).mint().anchor();
    assertThat(well().webhooks(ISTIO, trusting(List.of(retiring, CA))).findings()).isEmpty();
    TestCertificate ending = TestCertificate.ca("O=Ending").valid(in(-300), in(5)).mint();
    assertThat(
            well()
                .webhooks(ISTIO, trusting(List.of(ending.anchor(), CA)))
                .serving(Optional.of(serving(ending, NOW.plusSeconds(3600))))
                .findings())
        .singleElement()
        .asString()
        .startsWith("Warning webhook caBundle: it holds O=Ending");
  }

  private static WebhookFacts trusting(List<Anchor> cas) {
    return new WebhookFacts(
        "rootbridge.dev", "inject.rootbridge.dev", cas, "Ignore", "IfNeeded", EVERY);
  }

  private static Instant in(int days) {
    return NOW.plus(Duration.ofDays(days));
  }

  private static ServingSecret serving(TestCertificate authority, Instant until) {
    return new ServingSecret(
        "rootbridge-system/s",
        List.of(authority.anchor()),
        List.of(
            authority
                .workload("spiffe://a.example/ns/n/sa/s")
                .valid(NOW.minusSeconds(9), until)
                .mint()
                .anchor()));
  }

  @Test
  void thatTheWebhookIsCalledShowsByAPodThatIsTriedOut() {
    assertThat(well().trial(new Trial.Admitted("shop", Optional.empty())).findings())
        .containsExactly(
            "Failed webhook call: it isn't called: a pod tried out in namespace shop came back"
                + " without the annotation rootbridge.dev/status");
    assertThat(well().trial(said("LeftAlone", "BundleNotReady")).findings())
        .singleElement()
        .asString()
        .startsWith(
            "Warning webhook call: it is called: a pod tried out in namespace shop was left alone,"
                + " BundleNotReady: The rendered bundle doesn't exist");
    assertThat(well().trial(said("LeftAlone", "NamespaceNotSelected")).findings()).isEmpty();
    assertThat(well().trial(new Trial.Admitted("shop", Optional.of("{"))).findings())
        .containsExactly(
            "Warning webhook call: somebody else writes the annotation rootbridge.dev/status: {");
    assertThat(well().trial(new Trial.Nowhere()).findings())
        .containsExactly(
            "Unknown webhook call: whether it is called isn't known: no namespace that it is"
                + " registered for has opted in");
    // Another check says that it isn't registered.
    assertThat(well().webhooks(ISTIO).trial(new Trial.Nowhere()).findings()).hasSize(1);
  }

  @Test
  void whoeverRefusesThePodThatIsTriedOutIsToldApart() {
    assertThat(well().trial(new Trial.Refused("shop", "exceeded quota: few")).findings())
        .containsExactly(
            "Unknown webhook call: whether it is called isn't known: a pod tried out in namespace"
                + " shop was refused: exceeded quota: few");
    assertThat(
            well()
                .trial(
                    new Trial.Refused(
                        "shop", "failed calling webhook \"inject.rootbridge.dev\": refused"))
                .findings())
        .singleElement()
        .asString()
        .startsWith("Failed webhook call: calling it fails, and with it every pod: ");
    assertThat(
            well()
                .trial(
                    new Trial.Refused(
                        "shop",
                        "admission webhook \"inject.rootbridge.dev\" denied the request: no"))
                .findings())
        .singleElement()
        .asString()
        .startsWith("Warning webhook call: it is called, and denies: ");
  }

  @Test
  void aPodIsTriedWhereItTellsMost() {
    TrustFacts facts =
        TestTrust.of(B.forTeam("shop"))
            .in(
                TestNamespace.notOptedIn("away"),
                TestNamespace.optedIn("lab"),
                TestNamespace.optedIn("shop").bundle(MAIN, "b.example"))
            .facts();
    assertThat(Trial.places(facts, View.of(List.of(ISTIO)))).containsExactly("shop", "lab");
    WebhookFacts labOnly =
        new WebhookFacts(
            "rootbridge.dev",
            "inject.rootbridge.dev",
            List.of(CA),
            "Ignore",
            "IfNeeded",
            new NamespaceSelector(Map.of("team", "lab"), List.of()));
    assertThat(Trial.places(facts, View.of(List.of(ISTIO, labOnly)))).containsExactly("lab");
    assertThat(Trial.places(facts, new View.Unseen<>("no"))).containsExactly("shop", "lab");
  }

  @Test
  void domainsAreToldOfAsTheirStatusHasThem() {
    TestDomain away =
        B.saying(
            Condition.Type.SOURCE_REACHABLE, Condition.Status.FALSE, "Unreachable", "no answer");
    assertThat(Patient.with(TestTrust.of(away).in(SHOP)).findings())
        .containsExactly("Failed b.example: SourceReachable: False, Unreachable: no answer");
    assertThat(
            Patient.with(TestTrust.of(TestDomain.of("a", TestCertificate.root("O=Same"))))
                .findings())
        .contains(
            "Failed trust domain: this mesh is a.example, and so is one that is to be federated");
    assertThat(Patient.with(TestTrust.of()).findings())
        .contains("Warning domains: no trust domain is federated");
  }

  @Test
  void aDomainWithoutARootThatIsValidFails() {
    TestCertificate over =
        TestCertificate.ca("O=Over").valid(NOW.minusSeconds(9), NOW.minusSeconds(1)).mint();
    assertThat(Patient.with(TestTrust.of(TestDomain.of("b", over)).in(SHOP)).findings())
        .contains(
            "Failed b.example: no root of it is valid: the last ended at "
                + over.anchor().notAfter()
                + ": see why its source has no newer one");
    assertThat(
            Patient.with(
                    TestTrust.of(B.with(over, AnchorState.ACTIVE, Publication.CONSTRAINED))
                        .in(SHOP))
                .findings())
        .singleElement()
        .asString()
        .startsWith("Warning b.example: O=Over");
  }

  @Test
  void aDomainThatIstiodDoesNotLetInFailsUnlessNobodyAskedForIt() {
    TestDomain shutOut =
        B.saying(Condition.Type.ACCEPTED_BY_MESH, Condition.Status.FALSE, "NotLookedAt", "set it");
    String text = " b.example: AcceptedByMesh: False, NotLookedAt: set it";
    assertThat(Patient.with(TestTrust.of(shutOut).in(SHOP)).findings())
        .containsExactly("Failed" + text);
    assertThat(Patient.with(TestTrust.of(shutOut.acceptedAs(Acceptance.NONE)).in(SHOP)).findings())
        .containsExactly("Warning" + text);
    TestDomain unseen =
        B.saying(Condition.Type.ACCEPTED_BY_MESH, Condition.Status.UNKNOWN, "IstiodUnseen", "see");
    assertThat(Patient.with(TestTrust.of(unseen).in(SHOP)).findings())
        .containsExactly("Warning b.example: AcceptedByMesh: Unknown, IstiodUnseen: see");
  }

  @Test
  void aRevocationListIsFatal() {
    assertThat(well().crls("ConfigMap istio-system/istio-ca-crl").findings())
        .containsExactly(
            "Failed revocation list: ConfigMap istio-system/istio-ca-crl holds one: proxies refuse"
                + " every federated workload");
  }

  @Test
  void namespacesWithoutTheirPartAreNamed() {
    assertThat(in(TestNamespace.notOptedIn("shop")))
        .containsExactly("Warning namespaces: none has opted in");
    assertThat(in(TestNamespace.optedIn("shop")))
        .containsExactly("Failed namespace shop: has no ConfigMap rootbridge-trust");
    assertThat(in(TestNamespace.optedIn("shop").bundle(MAIN, "b.example")))
        .containsExactly(
            "Warning namespace shop: has opted in, and no pod with a proxy runs in it");
    assertThat(
            Patient.with(TestTrust.of(B.forTeam("lab")).in(TestNamespace.optedIn("shop")))
                .findings())
        .containsExactly(
            "Warning namespace shop: has opted in, and no FederatedTrustDomain selects it");
    TestNamespace ambient =
        new TestNamespace(
            "shop",
            Map.of("rootbridge.dev/injection", "enabled", "istio.io/dataplane-mode", "ambient"),
            SHOP.targets(),
            SHOP.pods());
    assertThat(in(ambient))
        .containsExactly(
            "Warning namespace shop: is ambient: its pods without a sidecar can't be federated");
  }

  @Test
  void podsThatMissItAreNamed() {
    assertThat(in(SHOP.unpatched("old")))
        .containsExactly("Warning shop/Deployment old: has pods without the patch");
    assertThat(
            in(
                SHOP.pod(
                    "spire",
                    new PodTrust.Unfit(Reason.FOREIGN_WORKLOAD_SOCKET, Optional.empty()),
                    "1.31.0")))
        .singleElement()
        .asString()
        .startsWith("Warning pod shop/spire-1: can't be federated: ForeignWorkloadSocket, ");
    assertThat(in(SHOP.pod("stale", new PodTrust.Patched(MAIN), "1.30.2")))
        .singleElement()
        .asString()
        .startsWith("Warning proxies: 1 workloads have proxies of Istio 1.29.0 to 1.30.2");
  }

  @Test
  void policiesThatAFederatedDomainSatisfiesAreNamed() {
    PolicyFacts full = policy(PolicyFacts.Action.ALLOW, principals("a.example/ns/shop/sa/web"));
    assertThat(well().policies(full).findings()).isEmpty();
    assertThat(
            well()
                .policies(policy(PolicyFacts.Action.ALLOW, principals("*/ns/shop/sa/web")))
                .findings())
        .singleElement()
        .asString()
        .startsWith("Warning AuthorizationPolicy pay/p: its principals begin with *");
    assertThat(
            well()
                .policies(
                    policy(PolicyFacts.Action.ALLOW, source(List.of("shop"), List.of(), List.of())))
                .findings())
        .containsExactly(
            "Warning AuthorizationPolicy pay/p: its namespaces [shop] are those of every accepted"
                + " trust domain");
    assertThat(
            well()
                .policies(
                    policy(
                        PolicyFacts.Action.ALLOW,
                        source(List.of(), List.of("shop/web"), List.of())))
                .findings())
        .hasSize(1);
    Patient aliased = Patient.with(TestTrust.of(B.acceptedAs(Acceptance.ALIAS)).in(SHOP));
    assertThat(aliased.policies(full).findings())
        .singleElement()
        .asString()
        .contains("by the alias, its principals of a.example are the other domain's too");
    // istiod takes it for this mesh's own, and so for the alias.
    assertThat(
            aliased
                .policies(
                    policy(PolicyFacts.Action.ALLOW, principals("cluster.local/ns/shop/sa/web")))
                .findings())
        .singleElement()
        .asString()
        .contains("by the alias, its principals of a.example are the other domain's too");
    assertThat(well().policies(policy(PolicyFacts.Action.DENY, principals("*"))).findings())
        .isEmpty();
  }

  @Test
  void whoeverIsLeftOutEverybodyElseIsLetIn() {
    assertThat(policyOf(leavingOut(List.of("*/ns/shop/sa/web"), List.of(), List.of("a.example"))))
        .as("bound to a trust domain")
        .isEmpty();
    assertThat(policyOf(leavingOut(List.of(), List.of("lab"), List.of())))
        .containsExactly(
            "Warning AuthorizationPolicy pay/p: it allows all peers but those that it leaves out,"
                + " of every accepted trust domain");
    assertThat(policyOf(leavingOut(List.of(), List.of("lab"), List.of("a.example")))).isEmpty();
  }

  /**
   * Two parts of a rule, {@code from} and {@code when}, each with its lists; b.example is
   * federated.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALLOW | | namespaces=shop | its namespaces [shop] are those of every accepted",
        "ALLOW | | principals=*/ns/shop/sa/web | its principals begin with *",
        "ALLOW | | notNamespaces=lab | it allows all peers but those that it leaves out",
        "ALLOW | namespaces=shop | principals=a.example/ns/shop/sa/web |",
        "ALLOW | namespaces=shop trustDomains=* | | its namespaces [shop] are those of every",
        "ALLOW | serviceAccounts=shop/web trustDomains=b* | | its serviceAccounts [shop/web] are",
        "ALLOW | trustDomains=* | | its trustDomains [*] match b.example",
        "ALLOW | namespaces=shop trustDomains=a.example | |",
        "ALLOW | namespaces=shop trustDomains=b.example | |",
        "ALLOW | principals=b.ex* | | its principals [b.ex*] match those of b.example",
        "ALLOW | principals=a.ex* | |",
        "ALLOW | principals=b.example/* | |",
        "ALLOW | principals=*.example/ns/shop/sa/web | | its principals [*.example/ns/shop/sa/web]",
        "ALLOW | principals=*a.example/ns/shop/sa/web | |",
        "ALLOW | notNamespaces=lab notPrincipals=b.example/* | |",
        "DENY | notNamespaces=shop | | it denies all but [shop], and spares those of b.example",
        "DENY | notPrincipals=*/ns/shop/sa/web | | it denies all but [*/ns/shop/sa/web]",
        "DENY | notServiceAccounts=shop/web | | it denies all but [shop/web]",
        "DENY | | notNamespaces=shop | it denies all but [shop], and spares those of b.example",
        "DENY | notPrincipals=a.example/ns/shop/sa/web | |",
        "DENY | notNamespaces=shop trustDomains=a.example | |",
        "DENY | notNamespaces=shop notTrustDomains=b.example | |",
        "DENY | namespaces=shop | |",
      })
  void whatAFederatedDomainSatisfiesOrEscapes(
      PolicyFacts.Action action, String from, String when, String why) {
    PolicyFacts policy = policyOf(action, new Rule(parts(from), parts(when), Requests.ALL));
    if (why == null) {
      assertThat(well().policies(policy).findings()).isEmpty();
    } else {
      assertThat(well().policies(policy).findings())
          .singleElement()
          .asString()
          .startsWith("Warning AuthorizationPolicy pay/p: " + why);
    }
  }

  @Test
  void aDenialOfAllStrangersSparesNone() {
    Rule idiom = new Rule(parts("notNamespaces=shop"), List.of(), Requests.ALL);
    for (String whole : List.of("notTrustDomains=a.example", "principals=b.example/*")) {
      Rule strangers = new Rule(parts(whole), List.of(), Requests.ALL);
      assertThat(well().policies(policyOf(PolicyFacts.Action.DENY, idiom, strangers)).findings())
          .isEmpty();
    }
    Rule some = new Rule(parts("notTrustDomains=a.example"), List.of(), Requests.SOME);
    assertThat(well().policies(policyOf(PolicyFacts.Action.DENY, idiom, some)).findings())
        .hasSize(1);
  }

  @Test
  void anAliasIsSparedByAPrincipalOfTheMesh() {
    Rule spares =
        new Rule(parts("notPrincipals=a.example/ns/shop/sa/web"), List.of(), Requests.ALL);
    Patient aliased = Patient.with(TestTrust.of(B.acceptedAs(Acceptance.ALIAS)).in(SHOP));
    assertThat(aliased.policies(policyOf(PolicyFacts.Action.DENY, spares)).findings())
        .singleElement()
        .asString()
        .contains("by the alias, its notPrincipals of a.example are the other domain's too");
  }

  private static PolicyFacts policyOf(PolicyFacts.Action action, Rule... rules) {
    return new PolicyFacts(
        "pay", "p", action, Map.of(), PolicyFacts.Target.WORKLOADS, List.of(rules));
  }

  /** One part with one entry in each of the lists named; none of no text. */
  private static List<PeerSource> parts(String text) {
    if (text == null) {
      return List.of();
    }
    Map<String, List<String>> lists =
        Arrays.stream(text.split(" "))
            .map(list -> list.split("=", 2))
            .collect(Collectors.toMap(list -> list[0], list -> List.of(list[1])));
    List<String> none = List.of();
    return List.of(
        new PeerSource(
            lists.getOrDefault("principals", none),
            lists.getOrDefault("notPrincipals", none),
            lists.getOrDefault("namespaces", none),
            lists.getOrDefault("notNamespaces", none),
            lists.getOrDefault("serviceAccounts", none),
            lists.getOrDefault("notServiceAccounts", none),
            lists.getOrDefault("trustDomains", none),
            lists.getOrDefault("notTrustDomains", none),
            PeerSource.Others.NONE));
  }

  private static List<String> policyOf(PeerSource source) {
    return Patient.with(TestTrust.of(B).in(SHOP))
        .policies(policy(PolicyFacts.Action.ALLOW, source))
        .findings();
  }

  /** Its principals, whom it leaves out by namespace, and of which trust domains. */
  private static PeerSource leavingOut(
      List<String> principals, List<String> notNamespaces, List<String> trustDomains) {
    return new PeerSource(
        principals,
        List.of(),
        List.of(),
        notNamespaces,
        List.of(),
        List.of(),
        trustDomains,
        List.of(),
        PeerSource.Others.NONE);
  }

  @Test
  void peersThatNobodyChecksAreNamed() {
    assertThat(
            well()
                .peers(
                    new PeerFacts(
                        List.of(),
                        List.of(
                            new PeerFacts.Entry(
                                "shop/b",
                                List.of("b.example"),
                                PeerFacts.Location.MESH_INTERNAL,
                                Set.of(80),
                                List.of())),
                        List.of()))
                .findings())
        .containsExactly(
            "Warning ServiceEntry shop/b: checks no identity: whoever chains to an anchor is"
                + " taken");
  }

  private static List<String> in(TestNamespace namespace) {
    return Patient.with(TestTrust.of(B).in(namespace)).findings();
  }

  private static Trial said(String outcome, String reason) {
    return new Trial.Admitted(
        "shop", Optional.of("{\"outcome\":\"%s\",\"reason\":\"%s\"}".formatted(outcome, reason)));
  }

  private static WebhookFacts ours(String configuration, String reinvocation, Anchor ca) {
    return new WebhookFacts(
        configuration, "inject.rootbridge.dev", List.of(ca), "Ignore", reinvocation, EVERY);
  }
}
