package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.sync.ChangesView.Changes;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.DiscoveredSecret;
import dev.rootbridge.sync.Discovery;
import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.MissedReason;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Counts;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.sync.ToldEvent;
import dev.rootbridge.sync.TrustChange;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of the API, and that their description says all of them and no more. */
class StatusApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ApiDescription DESCRIPTION = ApiDescription.read();
  private static final TrustDomain B = new TrustDomain("b.example");

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final StatusApi api =
      new StatusApi(() -> Optional.of(everything()), () -> changes(), () -> events(), CLOCK);

  @Test
  void theStatusSaysWhoIsTrustedAndHow() throws Exception {
    JsonNode domain = status().at("/federated/0");

    assertThat(domain.at("/trustDomain").asText()).isEqualTo("b.example");
    assertThat(domain.at("/health").asText()).isEqualTo("Trusted");
    assertThat(domain.at("/constraint").asText()).isEqualTo("TrustDomain");
    assertThat(domain.at("/trusts").asText()).isEqualTo("True");
    assertThat(domain.at("/trustsBack").asText()).isEqualTo("Unknown");
    assertThat(domain.at("/callsFrom").asText()).isEqualTo("True");
    assertThat(domain.at("/anchors")).hasSize(2);
    assertThat(domain.at("/anchors/1/state").asText()).isEqualTo("Retiring");
    assertThat(domain.at("/anchors/1/retireAfter").asText()).isEqualTo("2026-11-15T12:01:00Z");
    assertThat(domain.at("/anchors/0/retireAfter").isMissingNode()).isTrue();
    assertThat(status().at("/remoteClusters/0/trustsBack").asText()).isEqualTo("Unknown");
    assertThat(status().at("/namespaces").toString())
        .isEqualTo("{\"Current\":1,\"Failed\":1,\"Pending\":1}");
    assertThat(status().at("/missedPods/NotPatched").asInt()).isEqualTo(1);
  }

  @Test
  void eventsSayWhatWasToldOfWhatAndHowOften() throws Exception {
    assertThat(JSON.readTree(answers().get("/api/v1/events")).at("/items/0").toString())
        .isEqualTo(
            "{\"at\":\""
                + NOW
                + "\",\"type\":\"Warning\",\"about\":\"Pod shop/web\",\"reason\":\"x\","
                + "\"message\":\"y\",\"count\":2}");
  }

  @Test
  void aDomainWhoseRootsHaveEndedIsNotTrusted() throws Exception {
    Clock later = Clock.fixed(TestPlan.REMOTE.anchor().notAfter().plusSeconds(1), ZoneOffset.UTC);
    StatusApi then =
        new StatusApi(() -> Optional.of(everything()), () -> changes(), () -> events(), later);
    String answer = then.print(then::status, MultiMap.caseInsensitiveMultiMap());

    assertThat(JSON.readTree(answer).at("/federated/0/health").asText()).isEqualTo("NoValidRoot");
    assertThat(JSON.readTree(answer).at("/federated/0/trusts").asText()).isEqualTo("False");
    assertThat(DESCRIPTION.complaints("/api/v1/status", answer)).isEmpty();
  }

  @Test
  void everyAnswerIsAsItIsDescribed() throws Exception {
    for (Map.Entry<String, String> answer : answers().entrySet()) {
      assertThat(DESCRIPTION.complaints(answer.getKey(), answer.getValue()))
          .as(answer.getKey())
          .isEmpty();
    }
    assertThat(answers().keySet()).hasSameElementsAs(DESCRIPTION.paths());
  }

  /** Else the test above could not fail. */
  @Test
  void theDescriptionSaysSoWhenAnAnswerIsOtherwise() throws Exception {
    for (Map.Entry<String, String> answer : answers().entrySet()) {
      ObjectNode more = (ObjectNode) JSON.readTree(answer.getValue());
      more.put("surprise", 1);
      assertThat(DESCRIPTION.complaints(answer.getKey(), more.toString())).hasSize(1);
      ObjectNode less = (ObjectNode) JSON.readTree(answer.getValue());
      less.remove(less.has("items") ? "items" : "federated");
      assertThat(DESCRIPTION.complaints(answer.getKey(), less.toString())).hasSize(1);
    }
    String wrong = answers().get("/api/v1/status").replace("\"Active\"", "\"Odd\"");
    assertThat(DESCRIPTION.complaints("/api/v1/status", wrong)).isNotEmpty();
  }

  @Test
  void everyCodeIsDescribed() {
    assertThat(DESCRIPTION.choices("Domain", "health"))
        .hasSameElementsAs(Stream.of(DomainHealth.values()).map(DomainHealth::code).toList());
    assertThat(DESCRIPTION.choices("Namespace", "state")).isEqualTo(Namespaces.states());
    assertThat(DESCRIPTION.choices("Target", "state")).isEqualTo(Namespaces.states());
    assertThat(DESCRIPTION.choices("MissedPod", "reason")).isEqualTo(Pods.reasons());
    assertThat(DESCRIPTION.choices("Anchor", "state"))
        .hasSameElementsAs(Stream.of(AnchorState.values()).map(AnchorState::label).toList());
    assertThat(DESCRIPTION.choices("Condition", "status"))
        .hasSameElementsAs(
            Stream.of(Condition.Status.values()).map(Condition.Status::label).toList());
    assertThat(DESCRIPTION.choices("Change", "kind"))
        .hasSameElementsAs(
            Stream.of(TrustChange.Kind.values()).map(TrustChange.Kind::label).toList());
    assertThat(DESCRIPTION.choices("Event", "type"))
        .hasSameElementsAs(Stream.of(ToldEvent.Type.values()).map(ToldEvent.Type::label).toList());
  }

  @Test
  void parametersAreDescribed() {
    for (String list : List.of("namespaces", "missed-pods")) {
      List<String> names = new ArrayList<>();
      DESCRIPTION
          .at("/paths/~1api~1v1~1" + list + "/get/parameters")
          .forEach(parameter -> names.add(parameter.at("/name").asText()));
      assertThat(names)
          .containsExactly(ListQuery.TEXT, ListQuery.STATE, ListQuery.PAGE, ListQuery.SIZE);
    }
  }

  @ParameterizedTest
  @CsvSource({"q, shop, 1", "state, Failed, 1", "state, Pending, 1", "q, b.example, 3"})
  void listsAreFiltered(String name, String value, int total) throws Exception {
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap().add(name, value);

    assertThat(JSON.readTree(api.print(api::namespaces, parameters)).at("/total").asInt())
        .isEqualTo(total);
  }

  @Test
  void beforeTheFirstPlanThereIsNothing() {
    StatusApi early =
        new StatusApi(Optional::empty, () -> new Changes(NOW, List.of()), List::of, CLOCK);

    assertThatThrownBy(() -> early.print(early::status, MultiMap.caseInsensitiveMultiMap()))
        .isInstanceOf(StatusApi.NothingYetException.class)
        .hasMessage("NotYetRead: the cluster has not been read yet");
  }

  private JsonNode status() throws Exception {
    return JSON.readTree(answers().get("/api/v1/status"));
  }

  private Map<String, String> answers() throws Exception {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    return Map.of(
        "/api/v1/status", api.print(api::status, none),
        "/api/v1/namespaces", api.print(api::namespaces, none),
        "/api/v1/missed-pods", api.print(api::missedPods, none),
        "/api/v1/changes", api.print(api::changes, none),
        "/api/v1/events", api.print(api::events, none));
  }

  /** Something of all that there can be. */
  private static SyncPlan everything() {
    TrackedAnchor retiring =
        new TrackedAnchor(
            TestPlan.LOCAL.anchor(),
            AnchorState.RETIRING,
            NOW,
            Optional.of(NOW.plusSeconds(60)),
            "a remark");
    SyncPlan home =
        TestPlan.of(
            List.of(
                TestPlan.domain(
                    Constraint.DEFAULT,
                    List.of(
                        new AnchorStatus(TestPlan.REMOTE, Publication.CONSTRAINED),
                        new AnchorStatus(retiring, Publication.NOT_PUBLISHED)),
                    new Counts(1, 1),
                    TestPlan.condition(Condition.Type.ACCEPTED_BY_MESH, Condition.Status.TRUE))),
            TestPlan.namespace("shop", TargetState.CURRENT),
            TestPlan.namespace("bank", TargetState.FAILED),
            TestPlan.namespace("team", TargetState.PENDING));
    MissedPod pod =
        new MissedPod(
            "shop",
            "web-1",
            new PodOwner("Deployment", "web"),
            MissedReason.NOT_PATCHED,
            "NotPatched",
            new TreeSet<>(List.of(B)),
            "",
            "restart it");
    SyncPlan.Cluster cluster =
        new SyncPlan.Cluster(
            home.home().local(),
            home.home().namespaces(),
            List.of(),
            new MissedPods(List.of(pod), Optional.of("no right to list pods")),
            Map.of());
    return new SyncPlan(
        NOW,
        home.domains(),
        cluster,
        List.of(
            new SyncPlan.Remote(
                "west",
                Optional.empty(),
                TestPlan.condition(Condition.Type.SOURCE_REACHABLE, Condition.Status.FALSE))),
        Optional.of(
            new Discovery(
                List.of(
                    new Discovery.Entry(
                        new DiscoveredSecret("istio-system", "a", Optional.empty()),
                        List.of("b"),
                        List.of())))));
  }

  private static List<ToldEvent> events() {
    return List.of(new ToldEvent(NOW, ToldEvent.Type.WARNING, "Pod shop/web", "x", "y", 2));
  }

  private static Changes changes() {
    return new Changes(
        NOW,
        List.of(
            new TrustChange(
                NOW,
                B,
                Optional.of("b"),
                TrustChange.Kind.DOMAIN,
                "FederatedTrustDomain b",
                "none",
                "x",
                "y")));
  }
}
