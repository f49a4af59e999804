package dev.rootbridge.explain;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.explain.RemoteFacts.Access;
import dev.rootbridge.explain.RemoteFacts.Callers;
import dev.rootbridge.explain.RemoteFacts.Enrolment;
import dev.rootbridge.explain.RemoteFacts.Use;
import dev.rootbridge.explain.RemoteFacts.Visit;
import dev.rootbridge.explain.check.RemoteSteps;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.trust.TestCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemoteStepsTest {

  private static final TestCertificate OWN = TestCertificate.root("O=B");
  private static final TestDomain B = TestDomain.of("b", OWN);
  private static final RemoteCluster PLACE =
      new RemoteCluster(
          "istio-system",
          "reads-b",
          Optional.empty(),
          new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem"));
  private static final RemoteCluster OF_FEDERATE =
      new RemoteCluster("istio-system", "rootbridge-reads-b", Optional.empty(), PLACE.root());
  private static final Use SOURCE = new Use.Source(B.facts());
  private static final Callers TOKENS =
      new Callers.Tokens(Set.of("here.example"), Set.of("system:serviceaccount:x:api-server"));
  private static final View<List<String>> ALL = View.of(List.of());

  @Test
  void theWayToASourceThatIsReadIsTold() {
    assertThat(steps("b", SOURCE, access(30), entered(OWN, ALL, Optional.empty())))
        .containsExactly(
            "Ok Secret: Secret istio-system/reads-b is a kubeconfig for https://b.example:6443",
            "Ok API server: https://b.example:6443 answers",
            "Ok token: it is that of system:serviceaccount:istio-system:reader, until "
                + NOW.plus(Duration.ofDays(30)),
            "Ok rights: it may read and follow ConfigMap istio-system/istio-ca-root-cert, key"
                + " root-cert.pem",
            "Ok root: ConfigMap istio-system/istio-ca-root-cert, key root-cert.pem there has a root"
                + " of its own, "
                + OWN.anchor()
                + ", until "
                + OWN.anchor().notAfter());
  }

  @Test
  void withoutItsSecretTheWayToASourceEnds() {
    assertThat(steps("b", SOURCE, new View.Unseen<>("not you"), new Visit.NotMade()))
        .containsExactly("Unknown Secret: Secret istio-system/reads-b can't be seen: not you");
    assertThat(
            steps("b", SOURCE, View.of(new Access.Broken("does not exist")), new Visit.NotMade()))
        .containsExactly("Failed Secret: Secret istio-system/reads-b does not exist");
  }

  @Test
  void aSecretThatGivesTooMuchIsWarnedOf() {
    assertThat(
            steps(
                "b",
                SOURCE,
                View.of(
                    new Access.Usable(
                        "https://b.example:6443",
                        Enrolment.BY_ISTIOD,
                        Optional.empty(),
                        Optional.empty())),
                entered(OWN, ALL, Optional.empty())))
        .contains(
            "Warning Secret: Secret istio-system/reads-b is istiod's remote Secret, which reads"
                + " every Secret of that cluster",
            "Ok token: it is accepted, for how long can't be told");
  }

  @Test
  void thatItIsOutOfReachFromHereIsNoVerdictWhileRootbridgeReachesIt() {
    Visit unreached = new Visit.Unreached("timed out");
    assertThat(steps("b", SOURCE, access(30), unreached))
        .endsWith(
            "Unknown API server: https://b.example:6443 can't be reached from here: timed out;"
                + " Rootbridge says that it reaches it",
            "Unknown token: whether it is taken can't be asked");
    TestDomain away =
        B.saying(Condition.Type.SOURCE_REACHABLE, Condition.Status.FALSE, "Unreachable", "no");
    assertThat(steps("b", new Use.Source(away.facts()), access(30), unreached))
        .contains(
            "Failed API server: https://b.example:6443 can't be reached from here: timed out; nor"
                + " does Rootbridge say that it reaches it");
  }

  @Test
  void tokensEndAndAreTurnedAway() {
    assertThat(steps("b", SOURCE, access(-1), new Visit.TurnedAway()))
        .endsWith("Failed token: it ended at " + NOW.minus(Duration.ofDays(1)));
    assertThat(steps("b", SOURCE, access(30), new Visit.TurnedAway()))
        .endsWith("Failed token: https://b.example:6443 doesn't take it");
    assertThat(steps("b", SOURCE, access(3), entered(OWN, ALL, Optional.empty())).get(2))
        .startsWith("Warning token: it is that of system:serviceaccount:istio-system:reader, and");
  }

  @Test
  void whatFederateMadeItMendsByTheNameOfTheResource() {
    String federate =
        "rootbridge federate --from-context B --to-context A --name b --trust-domain b.example";
    assertThat(remedies(OF_FEDERATE, access(-1), new Visit.TurnedAway()))
        .containsExactly(federate + " --refresh");
    assertThat(remedies(OF_FEDERATE, View.of(new Access.Broken("is empty")), new Visit.NotMade()))
        .containsExactly(federate + " --refresh");
    assertThat(remedies(OF_FEDERATE, access(30), lacking())).containsExactly(federate);
    assertThat(
            remedies(
                OF_FEDERATE,
                usable(Enrolment.BY_ISTIOD, Optional.empty(), 30),
                entered(OWN, ALL, Optional.empty())))
        .containsExactly(
            "kubectl -n istio-system label secret rootbridge-reads-b istio/multiCluster-");
  }

  @Test
  void anAccessByHandIsMendedByHandSinceFederateRefusesIt() {
    assertThat(remedies(PLACE, access(-1), new Visit.TurnedAway()))
        .containsExactly(
            "make a token there, and put it into Secret istio-system/reads-b: kubectl --context B"
                + " create token reader -n istio-system --duration 720h");
    assertThat(remedies(PLACE, access(30), lacking()))
        .containsExactly(
            "kubectl --context B -n istio-system create role rootbridge-source --verb"
                + " get,list,watch --resource configmaps --resource-name istio-ca-root-cert &&"
                + " kubectl --context B -n istio-system create rolebinding rootbridge-source --role"
                + " rootbridge-source --serviceaccount istio-system:reader");
    assertThat(
            remedies(
                PLACE,
                usable(Enrolment.BY_ISTIOD, Optional.empty(), 30),
                entered(OWN, ALL, Optional.empty())))
        .singleElement()
        .asString()
        .startsWith("make an account there that may get, list and watch ConfigMap istio-system/")
        .endsWith("name it in spec.source of FederatedTrustDomain b");
    RemoteCluster elsewhere =
        new RemoteCluster("other", "rootbridge-reads-b", Optional.empty(), PLACE.root());
    assertThat(remedies(elsewhere, access(-1), new Visit.TurnedAway()))
        .singleElement()
        .asString()
        .startsWith("make a token there, and put it into Secret other/rootbridge-reads-b: ");
  }

  @Test
  void aUserThatIsNoServiceAccountGoesIntoNoCommand() {
    String what = "ConfigMap istio-system/istio-ca-root-cert there";
    View<Access> odd =
        usable(Enrolment.NONE, Optional.of("system:serviceaccount:a:b; rm -r x"), 30);
    assertThat(remedies(PLACE, odd, new Visit.TurnedAway()))
        .containsExactly(
            "put a kubeconfig of server, CA and token into Secret istio-system/reads-b, whose user"
                + " may get, list and watch "
                + what);
    assertThat(remedies(PLACE, odd, lacking()))
        .containsExactly("let system:serviceaccount:a:b; rm -r x get, list and watch " + what);
    assertThat(remedies(PLACE, usable(Enrolment.NONE, Optional.empty(), 30), lacking()))
        .containsExactly("let the user of Secret istio-system/reads-b get, list and watch " + what);
    assertThat(remedies(PLACE, View.of(new Access.Broken("is empty")), new Visit.NotMade()))
        .singleElement()
        .asString()
        .startsWith("put a kubeconfig of server, CA and token into Secret istio-system/reads-b");
  }

  private static Visit lacking() {
    return entered(OWN, View.of(List.of("watch configmaps")), Optional.empty());
  }

  private static List<String> remedies(RemoteCluster place, View<Access> access, Visit visit) {
    return observed("b", SOURCE, place, access, visit).stream()
        .flatMap(step -> step.outcome().remedy().stream())
        .toList();
  }

  @Test
  void whatItMayNotIsNamed() {
    assertThat(
            steps(
                "b",
                SOURCE,
                access(30),
                new Visit.Entered(
                    new SourceReading.Failed(Failure.NOT_FOUND, "there is no such ConfigMap"),
                    View.of(List.of("watch configmaps", "list configmaps")),
                    Optional.empty())))
        .endsWith(
            "Failed rights: it may not watch configmaps, list configmaps",
            "Failed root: there is no such ConfigMap");
    assertThat(
            steps("b", SOURCE, access(30), entered(OWN, new View.Unseen<>("no"), Optional.empty())))
        .contains("Unknown rights: no");
  }

  @Test
  void aSourceWithAKeyOfThisMeshCanNotBeFederated() {
    List<String> steps =
        steps("b", SOURCE, access(30), entered(TestTrust.LOCAL, ALL, Optional.empty()));
    assertThat(steps.get(4))
        .startsWith("Failed root: ")
        .contains("has a root of this mesh, ", "which can't be federated with itself");
  }

  @Test
  void theWayToAClusterThatIsServedNamesItsCallerAndWhoReviewsThat() {
    assertThat(
            steps(
                "west",
                new Use.Served(TOKENS),
                access(30),
                entered(TestTrust.LOCAL, ALL, Optional.empty())))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly(
            "Ok Secret",
            "Ok API server",
            "Ok token",
            "Ok rights",
            "Ok caller",
            "Ok reviewer",
            "Ok root");
    assertThat(
            steps(
                "west",
                new Use.Served(TOKENS),
                access(30),
                entered(TestTrust.LOCAL, ALL, Optional.of("answered 403"))))
        .contains(
            "Ok caller: its API server calls Rootbridge here at /inject/cluster/west/net/NETWORK,"
                + " and shows a token of system:serviceaccount:x:api-server for audience"
                + " here.example, which it has in the file of its flag"
                + " --admission-control-config-file",
            "Failed reviewer: the token is reviewed by the API server of west itself, which can't"
                + " be asked: answered 403")
        .last()
        .asString()
        .contains("there has this mesh's root, ", "bundles there have the roots of here");
    assertThat(
            steps("west", new Use.Served(TOKENS), access(30), entered(OWN, ALL, Optional.empty()))
                .get(6))
        .contains("has a root of its own, ", "bundles there have it in place of this mesh's");
  }

  @Test
  void whatIsSetIsToldThoughTheClusterCanNotBeSeen() {
    assertThat(
            steps(
                "west", new Use.Served(TOKENS), new View.Unseen<>("not you"), new Visit.NotMade()))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly("Unknown Secret", "Ok caller", "Unknown reviewer", "Unknown root");
  }

  @Test
  void otherCallersAreKnownOtherwise() {
    assertThat(served(new Callers.Anyone()))
        .contains(
            "Warning caller: its API server calls Rootbridge here at"
                + " /inject/cluster/west.example/net/NETWORK, and shows nothing: whoever reaches"
                + " the webhook may ask how pods of west.example are patched",
            "Ok reviewer: nobody reviews anything");
    assertThat(served(new Callers.Certificates(Set.of("api"))).get(5))
        .startsWith("Ok reviewer: no token is reviewed: the webhook's TLS verifies");
    assertThat(served(new Callers.Certificates(Set.of())))
        .contains("Failed caller: mtls needs callers");
    assertThat(served(new Callers.Tokens(Set.of(), Set.of("u"))))
        .contains("Failed caller: token-review needs audiences and callers");
    assertThat(served(new Callers.Unknown("oidc")))
        .contains("Failed caller: rootbridge.remote-clusters.\"west.example\".caller-auth is oidc");
  }

  private static List<String> served(Callers callers) {
    return steps(
        "west.example",
        new Use.Served(callers),
        access(30),
        entered(TestTrust.LOCAL, ALL, Optional.empty()));
  }

  private static View<Access> access(int days) {
    return usable(Enrolment.NONE, Optional.of("system:serviceaccount:istio-system:reader"), days);
  }

  private static View<Access> usable(Enrolment enrolled, Optional<String> user, int days) {
    return View.of(
        new Access.Usable(
            "https://b.example:6443",
            enrolled,
            user,
            Optional.of(NOW.plus(Duration.ofDays(days)))));
  }

  private static Visit entered(
      TestCertificate root, View<List<String>> lacking, Optional<String> unreviewed) {
    return new Visit.Entered(new SourceReading.Read(List.of(root.anchor())), lacking, unreviewed);
  }

  private static List<Observation> observed(
      String name, Use use, RemoteCluster place, View<Access> access, Visit visit) {
    return RemoteSteps.of(
        new RemoteFacts(name, use, place, access, visit),
        new ClusterFacts(
            TestTrust.of(B).facts(),
            View.of(List.of()),
            new Trial.Nowhere(),
            View.of(Optional.empty()),
            View.of(Optional.empty()),
            View.of(List.of()),
            View.of(List.of()),
            View.of(PeerFacts.NONE),
            List.of(),
            NOW));
  }

  /** Each as {@code Ok about: text} and the like. */
  private static List<String> steps(String name, Use use, View<Access> access, Visit visit) {
    return observed(name, use, PLACE, access, visit).stream()
        .map(
            step ->
                step.outcome().getClass().getSimpleName()
                    + " "
                    + step.about()
                    + ": "
                    + step.outcome().text())
        .toList();
  }
}
