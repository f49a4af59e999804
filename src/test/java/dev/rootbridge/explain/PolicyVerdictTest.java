package dev.rootbridge.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.explain.PolicyFacts.Action;
import dev.rootbridge.explain.PolicyFacts.Requests;
import dev.rootbridge.explain.PolicyFacts.Rule;
import dev.rootbridge.explain.PolicyFacts.Target;
import dev.rootbridge.trust.SpiffeId;
import dev.rootbridge.trust.TrustDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By Istio's API reference, security/v1beta1.AuthorizationPolicy. */
class PolicyVerdictTest {

  private static final SpiffeId PEER = SpiffeId.parse("spiffe://b.example/ns/shop/sa/web");
  private static final Set<TrustDomain> LOCAL = Set.of(new TrustDomain("a.example"));
  private static final Set<TrustDomain> ALIASED =
      Set.of(new TrustDomain("a.example"), new TrustDomain("b.example"));

  @ParameterizedTest
  @CsvSource({
    "b.example/ns/shop/sa/web, true",
    "b.example/ns/shop/*, true",
    "*/ns/shop/sa/web, true",
    "*, true",
    "a.example/ns/shop/sa/web, false",
    "b.example/ns/shop/sa/web2, false",
    "*/sa/other, false",
  })
  void principalsAreComparedAsIstiodDoes(String principal, boolean isAllowed) {
    Outcome outcome = judge(LOCAL, policy(Action.ALLOW, principals(principal)));
    assertThat(outcome instanceof Outcome.Ok).as(outcome.toString()).isEqualTo(isAllowed);
  }

  @Test
  void anAliasMakesLocalPrincipalsMatch() {
    assertThat(judge(ALIASED, policy(Action.ALLOW, principals("a.example/ns/shop/sa/web"))))
        .isInstanceOf(Outcome.Ok.class);
  }

  /** As {@code ReplaceTrustDomainAliases} of istiod has them. */
  @ParameterizedTest
  @CsvSource({
    // The pointer is the mesh's own domain, under all of its names.
    "cluster.local/ns/shop/sa/web, true",
    "cluster.local/ns/shop/sa/*, true",
    "*.example/ns/shop/sa/web, true",
    "a.*/ns/shop/sa/web, true",
    "*/ns/shop/sa/web, true",
    // What isn't a principal of five parts is left as it is.
    "a.example/*, false",
    "a.example/ns/shop/*, false",
    "b.example/ns/shop/*, true",
    "c.example/ns/shop/sa/web, false",
  })
  void principalsOfAnAliasedMeshAreWrittenForEachName(String principal, boolean isAllowed) {
    Outcome outcome = judge(ALIASED, policy(Action.ALLOW, principals(principal)));
    assertThat(outcome instanceof Outcome.Ok).as(outcome.toString()).isEqualTo(isAllowed);
  }

  @Test
  void thePointerMeansTheCalledMeshAlone() {
    SpiffeId stranger = SpiffeId.parse("spiffe://cluster.local/ns/shop/sa/web");
    PolicyVerdict verdict =
        new PolicyVerdict(
            List.of(policy(Action.ALLOW, principals("cluster.local/ns/shop/sa/web"))),
            "istio-system",
            new DomainNames(LOCAL));
    Outcome outcome = verdict.of(stranger, "pay", Map.of("app", "api"));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.remedy())
        .hasValueSatisfying(remedy -> assertThat(remedy).startsWith("no principal can name it"));
    // A mesh that is called so means itself.
    assertThat(
            new PolicyVerdict(
                    List.of(policy(Action.ALLOW, principals("cluster.local/ns/shop/sa/web"))),
                    "istio-system",
                    new DomainNames(Set.of(new TrustDomain("cluster.local"))))
                .of(stranger, "pay", Map.of("app", "api")))
        .isInstanceOf(Outcome.Ok.class);
  }

  @Test
  void trustDomainsAreWrittenForEachNameToo() {
    PeerSource notOurs = source(List.of("shop"), List.of(), List.of("a.example"));
    assertThat(judge(LOCAL, policy(Action.ALLOW, notOurs))).isInstanceOf(Outcome.Ok.class);
    assertThat(judge(ALIASED, policy(Action.ALLOW, notOurs))).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void namespacesAndServiceAccountsMatchAnyTrustDomain() {
    assertThat(judge(LOCAL, policy(Action.ALLOW, source(List.of("shop"), List.of(), List.of()))))
        .isInstanceOf(Outcome.Ok.class);
    assertThat(
            judge(LOCAL, policy(Action.ALLOW, source(List.of(), List.of("shop/web"), List.of()))))
        .isInstanceOf(Outcome.Ok.class);
    // A service account without a namespace is in the policy's own.
    assertThat(judge(LOCAL, policy(Action.ALLOW, source(List.of(), List.of("web"), List.of()))))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(
            judge(
                LOCAL,
                policy(Action.ALLOW, source(List.of("shop"), List.of(), List.of("b.example")))))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void withoutAPolicyThatAllowsEverybodyIs() {
    assertThat(judge(LOCAL)).isEqualTo(new Outcome.Ok("no policy allows some peers only"));
  }

  @Test
  void aDenialGoesFirst() {
    Outcome outcome =
        judge(
            LOCAL,
            policy(Action.ALLOW, principals("*")),
            policy(Action.DENY, source(List.of("shop"), List.of(), List.of())));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.text()).isEqualTo("AuthorizationPolicy pay/p denies " + PEER);
  }

  @Test
  void aPolicyThatAllowsNobodyRefusesEverybody() {
    Outcome outcome =
        judge(
            LOCAL,
            new PolicyFacts("pay", "p", Action.ALLOW, Map.of(), Target.WORKLOADS, List.of()));
    assertThat(outcome.remedy()).hasValue("add its principal, b.example/ns/shop/sa/web");
  }

  @Test
  void policiesOfOthersDoNotJudge() {
    PolicyFacts elsewhere =
        new PolicyFacts("lab", "p", Action.ALLOW, Map.of(), Target.WORKLOADS, List.of());
    PolicyFacts otherLabels =
        new PolicyFacts("pay", "p", Action.ALLOW, Map.of("app", "db"), Target.WORKLOADS, List.of());
    PolicyFacts waypoint =
        new PolicyFacts("pay", "p", Action.ALLOW, Map.of(), Target.REFERENCES, List.of());
    assertThat(judge(LOCAL, elsewhere, otherLabels, waypoint)).isInstanceOf(Outcome.Ok.class);
    PolicyFacts wholeMesh =
        new PolicyFacts("istio-system", "p", Action.ALLOW, Map.of(), Target.WORKLOADS, List.of());
    assertThat(judge(LOCAL, wholeMesh)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whatHangsOnTheRequestIsSaid() {
    PolicyFacts someRequests =
        new PolicyFacts(
            "pay",
            "p",
            Action.ALLOW,
            Map.of(),
            Target.WORKLOADS,
            List.of(new Rule(List.of(), List.of(), Requests.SOME)));
    assertThat(judge(LOCAL, someRequests)).isInstanceOf(Outcome.Warning.class);
    assertThat(judge(LOCAL, policy(Action.OTHER, principals("*"))))
        .isInstanceOf(Outcome.Unknown.class);
  }

  private static Outcome judge(Set<TrustDomain> oneDomain, PolicyFacts... policies) {
    return new PolicyVerdict(Arrays.asList(policies), "istio-system", new DomainNames(oneDomain))
        .of(PEER, "pay", Map.of("app", "api"));
  }

  static PolicyFacts policy(Action action, PeerSource source) {
    return new PolicyFacts(
        "pay",
        "p",
        action,
        Map.of(),
        Target.WORKLOADS,
        List.of(new Rule(List.of(source), List.of(), Requests.ALL)));
  }

  static PeerSource principals(String... principals) {
    return new PeerSource(
        List.of(principals),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        PeerSource.Others.NONE);
  }

  static PeerSource source(
      List<String> namespaces, List<String> accounts, List<String> notTrustDomains) {
    return new PeerSource(
        List.of(),
        List.of(),
        namespaces,
        List.of(),
        accounts,
        List.of(),
        List.of(),
        notTrustDomains,
        PeerSource.Others.NONE);
  }
}
