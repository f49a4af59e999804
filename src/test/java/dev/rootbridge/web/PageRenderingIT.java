package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.ChangesView.Changes;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.web.ListFrame.Choice;
import dev.rootbridge.web.MapView.Box;
import dev.rootbridge.web.MapView.Edge;
import dev.rootbridge.web.MapView.Member;
import dev.rootbridge.web.MapView.Word;
import dev.rootbridge.web.Pods.PodRow;
import dev.rootbridge.web.StatusView.AnchorRow;
import dev.rootbridge.web.StatusView.ConditionRow;
import dev.rootbridge.web.StatusView.DiscoveredRow;
import dev.rootbridge.web.StatusView.DomainSection;
import dev.rootbridge.web.StatusView.Look;
import dev.rootbridge.web.StatusView.NamespaceRow;
import dev.rootbridge.web.StatusView.NamespaceSection;
import dev.rootbridge.web.StatusView.Passage;
import dev.rootbridge.web.StatusView.PassageKind;
import dev.rootbridge.web.StatusView.PodSection;
import dev.rootbridge.web.StatusView.RemoteRow;
import dev.rootbridge.web.StatusView.SampleSection;
import dev.rootbridge.web.StatusView.Standing;
import dev.rootbridge.web.StatusView.TrustRow;
import dev.rootbridge.web.TimeLineView.Bar;
import dev.rootbridge.web.TimeLineView.Mark;
import dev.rootbridge.web.TimeLineView.Tick;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the templates make of words that others chose, and of many rows. */
@QuarkusTest
@TestProfile(DevMode.class)
class PageRenderingIT {

  private static final String HOSTILE = "\"'><script>document.title='taken over'</script>";
  private static final Standing STANDING = Standing.good(HOSTILE);
  private static final int MANY = 5_000;
  private static final int MOST_CHARACTERS = 200_000;

  @Test
  void everyTextOfTheOverviewIsEscaped() {
    assertIsOnlyText(StatusPage.Templates.status(hostile()));
  }

  @Test
  void everyTextOfTheListsIsEscaped() {
    ListFrame frame =
        new ListFrame(HOSTILE, HOSTILE, HOSTILE, HOSTILE, choices(), HOSTILE, HOSTILE, HOSTILE);
    assertIsOnlyText(
        StatusPage.Templates.namespaces(
            new NamespacesView(
                frame, List.of(new NamespaceRow(HOSTILE, HOSTILE, STANDING, HOSTILE)))));
    assertIsOnlyText(
        StatusPage.Templates.pods(
            new PodsView(
                frame,
                List.of(new PodRow(HOSTILE, HOSTILE, STANDING, HOSTILE, HOSTILE, HOSTILE)),
                List.of(HOSTILE))));
    assertIsOnlyText(StatusPage.Templates.changes(HOSTILE, changes()));
    assertIsOnlyText(StatusPage.Templates.events(HOSTILE, events()));
  }

  @Test
  void saysSoBeforeTheFirstPlan() {
    assertThat(StatusPage.Templates.waiting().render())
        .contains("<h1>Rootbridge</h1>", "The cluster has not been read yet");
  }

  @Test
  void aDomainWhoseRootsHaveEndedIsShownAsFailing() {
    String html =
        StatusPage.Templates.status(
                PlanInWords.of(
                    TestPlan.settled(),
                    new Changes(NOW, List.of()),
                    List.of(),
                    List.of(),
                    TestPlan.REMOTE.anchor().notAfter().plusSeconds(1)))
            .render();

    assertThat(html)
        .contains("No valid root", "a.example does not trust b.example now")
        .doesNotContain("Trusted;", "a.example trusts b.example");
  }

  @Test
  void noStyleAndNoScriptIsInline() {
    assertThat(StatusPage.Templates.status(hostile()).render())
        .doesNotContainPattern("<(style|script)|\\s(style|on[a-z]+)=");
  }

  @ParameterizedTest
  @MethodSource("pagesOfManyNamespaces")
  void pagesStayShortWithThousandsOfNamespaces(TemplateInstance page) {
    String html = page.render();

    assertThat(html).contains("team-", Integer.toString(MANY));
    assertThat(html.length()).isLessThan(MOST_CHARACTERS);
  }

  static Stream<TemplateInstance> pagesOfManyNamespaces() {
    SyncPlan plan =
        TestPlan.of(
            List.of(TestPlan.published(Constraint.DEFAULT)),
            IntStream.range(0, MANY)
                .mapToObj(i -> TestPlan.namespace("team-" + i, TargetState.CURRENT))
                .toArray(SyncPlan.Namespace[]::new));
    Namespaces namespaces = Namespaces.of(plan);
    Slice<NamespaceRow> slice = namespaces.find(ListQuery.ALL).map(Namespaces::row);
    return Stream.of(
        StatusPage.Templates.status(
            PlanInWords.of(plan, new Changes(NOW, List.of()), List.of(), List.of(), NOW)),
        StatusPage.Templates.namespaces(
            new NamespacesView(
                ListFrame.of(
                    plan,
                    Namespaces.LIST,
                    ListQuery.ALL,
                    namespaces.choices(ListQuery.ALL),
                    slice,
                    "namespace"),
                slice.rows())));
  }

  private static void assertIsOnlyText(TemplateInstance page) {
    assertThat(page.render())
        .contains("&lt;script&gt;")
        .doesNotContain("<script")
        .doesNotContain("='taken");
  }

  private static List<Choice> choices() {
    return List.of(new Choice(HOSTILE, HOSTILE, Look.BAD, 1, true, HOSTILE));
  }

  private static ChangesInWords.Section changes() {
    return new ChangesInWords.Section(
        HOSTILE,
        List.of(
            new ChangesInWords.Row(
                HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)));
  }

  private static EventsInWords.Section events() {
    return new EventsInWords.Section(
        List.of(
            new EventsInWords.Row(HOSTILE, HOSTILE, STANDING, HOSTILE, HOSTILE, HOSTILE, HOSTILE)));
  }

  private static StatusView hostile() {
    List<Passage> passages =
        Stream.of(PassageKind.values()).map(kind -> new Passage(kind, HOSTILE)).toList();
    Box box = new Box(1, 2, 3, 4, HOSTILE, HOSTILE, HOSTILE, STANDING);
    TimeLineView line =
        new TimeLineView(
            Fit.ROOMY,
            1,
            2,
            3,
            List.of(new Tick(1, HOSTILE)),
            List.of(
                new Bar(
                    1,
                    2,
                    HOSTILE,
                    STANDING,
                    List.of(),
                    List.of(new Mark(HOSTILE, "drop", HOSTILE)))),
            HOSTILE,
            HOSTILE);
    Word word = new Word(1, 2, HOSTILE, "quiet");
    return new StatusView(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        List.of(
            new MapView(
                Fit.ROOMY,
                1,
                2,
                HOSTILE,
                box,
                List.of(
                    new Edge(
                        box, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "good", "unknown", word,
                        word, HOSTILE)),
                List.of(new Member(box, HOSTILE, List.of(HOSTILE), "good", word, HOSTILE)),
                HOSTILE)),
        List.of(
            new TrustRow(HOSTILE, HOSTILE, STANDING, STANDING, HOSTILE, HOSTILE, HOSTILE, HOSTILE)),
        List.of(
            new DomainSection(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(line),
                List.of(new AnchorRow(HOSTILE, HOSTILE, STANDING, HOSTILE, HOSTILE, HOSTILE)),
                List.of(new ConditionRow(HOSTILE, STANDING, HOSTILE, HOSTILE)))),
        changes(),
        events(),
        new NamespaceSection(
            1, choices(), List.of(new NamespaceRow(HOSTILE, HOSTILE, STANDING, HOSTILE))),
        new PodSection(1, choices(), List.of(HOSTILE)),
        List.of(new RemoteRow(HOSTILE, STANDING, HOSTILE, HOSTILE, HOSTILE)),
        List.of(new DiscoveredRow(HOSTILE, HOSTILE, STANDING, HOSTILE)),
        List.of(new SampleSection(HOSTILE, HOSTILE, passages, passages, passages)));
  }
}
