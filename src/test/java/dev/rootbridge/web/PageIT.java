package dev.rootbridge.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import dev.rootbridge.boot.dev.cluster.Authority;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees who starts dev mode and opens the page. */
@QuarkusTest
@TestProfile(DevMode.class)
class PageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String HOSTILE = "\"><script>document.title='taken over'</script>";

  private static Chromium chromium;

  @ConfigProperty(name = "rootbridge.page.port")
  int port;

  @Inject KubernetesClient cluster;

  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private URI home;
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void launchBrowser() {
    chromium = Chromium.launch();
  }

  @AfterAll
  static void closeBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void openPage() {
    home = URI.create("http://localhost:" + port + "/");
    open(new NewContextOptions().setViewportSize(1280, 900));
    await().atMost(PATIENCE).until(() -> reloaded().locator("#samples").count() == 1);
    // The page shows what was when it was asked for, and the domain is published a moment later.
    await()
        .atMost(PATIENCE)
        .until(
            () -> reloaded().locator("svg.map:visible a[aria-label*=': Trusted;']").count() == 1);
  }

  @AfterEach
  void closePage() {
    context.close();
  }

  @Test
  void saysWhoTrustsWhom() {
    assertThat(heading("Rootbridge in cluster-a.example")).isVisible();
    assertThat(page.getByText("cluster-a.example trusts cluster-b.example.")).isVisible();

    Locator row = rowOf("Trust domains whose certificates", "cluster-b.example");
    assertThat(row).containsText("Trusted");
    assertThat(row).containsText("Constrained");
    assertThat(row).containsText("identities of cluster-b.example only");
    assertThat(page.getByText("Trust goes one way")).isVisible();
  }

  @Test
  void showsTheAnchorsOfBothClusters() {
    Locator local = rowOf("Anchors of cluster-a.example", "O=Cluster A,CN=Root CA");
    Locator remote = rowOf("Anchors of cluster-b.example", "O=Cluster B,CN=Root CA");

    assertThat(local).containsText("as it is");
    assertThat(remote).containsText("constrained to cluster-b.example");
    for (Locator anchor : List.of(local, remote)) {
      assertThat(anchor).containsText("Active");
      assertThat(anchor).containsText("days");
      assertThat(anchor.locator(".fingerprint"))
          .hasText(Pattern.compile("([0-9a-f]{4} ){15}[0-9a-f]{4}"));
    }
  }

  @Test
  void showsConditionsAndNamespaces() {
    assertThat(rowOf("Conditions of cluster-b.example", "SourceReachable")).containsText("Read");
    Locator namespace = rowOf("Namespaces that opted in", "shop");
    assertThat(namespace).containsText("cluster-b.example");
    assertThat(namespace).containsText("Up to date");
  }

  @Test
  void marksWhatTheSamplePodWasGiven() {
    Locator after = page.getByLabel("The pod after");

    assertThat(after).isVisible();
    assertThat(page.getByLabel("The pod before")).not().containsText("/etc/istio/extra-certs");
    assertThat(addition(after, "mountPath: /etc/istio/extra-certs")).containsText("+ ");
    assertThat(addition(after, "name: rootbridge-trust")).isVisible();
  }

  @Test
  void staysWithinItself() {
    assertThat(complaints).isEmpty();
    assertThat(requests)
        .isNotEmpty()
        .filteredOn(request -> !request.startsWith("data:"))
        .allMatch(request -> URI.create(request).getAuthority().equals(home.getAuthority()));
  }

  @Test
  void forbidsTheBrowserAllButItsStyleSheet() {
    Response answer = page.navigate(home.toString());

    assertThat(answer.headerValue("content-security-policy"))
        .startsWith("default-src 'none'; style-src 'self'; img-src data:;");
    assertThat(answer.headerValue("cache-control")).isEqualTo("no-store");
    assertThat(answer.headerValue("x-content-type-options")).isEqualTo("nosniff");
  }

  @Test
  void everyTableHasACaptionAndEveryHeaderAScope() {
    assertThat(page.locator("h1")).hasCount(1);
    assertThat(page.locator("table:not(:has(caption))")).hasCount(0);
    assertThat(page.locator("th:not([scope])")).hasCount(0);
  }

  @Test
  void theFirstStepOfTheKeyboardSkipsToTheContent() {
    page.keyboard().press("Tab");

    assertThat(page.locator("a:focus")).hasText("Skip to the content");
    assertThat(page.locator("a:focus")).isInViewport();
  }

  @Test
  void aHostileSubjectIsOnlyText() {
    Authority root =
        Authority.mint(
            "CN=\"" + HOSTILE.replace("\"", "") + "\"", Instant.now(), Duration.ofDays(1));
    FederatedTrustDomain federated = inline("hostile.example", root.certificatePem());
    cluster.resource(federated).create();
    try {
      await().atMost(PATIENCE).until(() -> reloaded().getByText("hostile.example").count() > 0);

      assertThat(table("Anchors of hostile.example")).containsText("taken over");
      assertThat(page).hasTitle("Rootbridge: cluster-a.example");
      assertThat(page.locator("script")).hasCount(0);
    } finally {
      cluster.resource(federated).delete();
    }
  }

  @Test
  void drawsWhoTrustsWhomAndWhatIsKnownOfIt() {
    Locator map = page.locator("svg.map:visible");

    assertThat(map.locator("a")).hasCount(2);
    assertThat(map.getByText("trusts back? Not known here")).isVisible();
    Locator domain = map.locator("a[href='#domain-1']");
    assertThat(
            domain
                .getByText("cluster-b.example", new Locator.GetByTextOptions().setExact(true))
                .last())
        .isVisible();
    assertThat(domain)
        .hasAttribute(
            "aria-label",
            Pattern.compile(
                "cluster-a.example trusts cluster-b.example: Trusted; Constrained[.] .*"));
    // Its shape tells what its colour does.
    assertThat(domain.locator(".sign.good circle")).isVisible();

    domain.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#domain-1")).isInViewport();
  }

  @Test
  void drawsWhenAnchorsAreKnownAndExpire() {
    Locator line = page.locator("svg.timeline:visible").nth(1);

    assertThat(line).isVisible();
    assertThat(line.locator(".segment.trusted")).isVisible();
    assertThat(line.locator(".mark.expiry")).hasCount(1);
    assertThat(line)
        .hasAttribute("aria-label", Pattern.compile("[0-9a-f]{8} Active: known since .*"));
  }

  @Test
  void saysWhatChangedWhen() {
    assertThat(table("What changed").locator("tbody tr").first()).isVisible();

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All changes")).click();
    assertThat(heading("Changes of trust in cluster-a.example")).isVisible();
    assertThat(
            rowWith("What changed", "Active, published constrained")
                .filter(new Locator.FilterOptions().setHasText("cluster-b.example"))
                .last())
        .containsText("read from ConfigMap istio-system/istio-ca-root-cert");
  }

  @Test
  void saysWhatWasToldAsAnEvent() {
    FederatedTrustDomain federated = inline("junk.example", HOSTILE);
    cluster.resource(federated).create();
    try {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                reloaded();
                return rowWith("Events", "FederatedTrustDomain junk.example").count() > 0;
              });
      assertThat(rowWith("Events", "FederatedTrustDomain junk.example").first())
          .containsText("Warning");

      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All events")).click();
      assertThat(heading("Events of Rootbridge in cluster-a.example")).isVisible();
      assertThat(rowWith("Events", "FederatedTrustDomain junk.example").first())
          .containsText("Malformed");
      assertThat(page.request().get(home.resolve("/api/v1/events").toString()).text())
          .contains("\"about\":\"FederatedTrustDomain junk.example\"");
    } finally {
      cluster.resource(federated).delete();
    }
  }

  @Test
  void filtersNamespacesByKeyboardAlone() {
    page.navigate(home.resolve("/namespaces").toString());
    page.getByLabel("Namespace or trust domain").focus();
    page.keyboard().type("no-such");
    page.keyboard().press("Enter");

    assertThat(page.getByText("0 namespaces, page 1 of 1")).isVisible();
    assertThat(page.getByLabel("Namespace or trust domain")).hasValue("no-such");

    page.navigate(home.resolve("/namespaces?q=SHOP&state=Current").toString());
    assertThat(rowOf("Namespaces that opted in", "shop")).containsText("Up to date");
    assertThat(complaints).isEmpty();
  }

  @Test
  void refusesWhatCannotBeMeant() {
    Response answer = page.navigate(home.resolve("/pods?state=%3Cscript%3E").toString());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headerValue("content-type")).startsWith("text/plain");
    assertThat(page.locator("body")).containsText("state: must be one of NotPatched, ");
    complaints.clear();
  }

  @Test
  void saysTheSameAsJsonAsItIsDescribed() {
    ApiDescription description = ApiDescription.read();

    for (String path : description.paths()) {
      APIResponse answer = page.request().get(home.resolve(path).toString());
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.headers()).containsEntry("content-type", "application/json");
      assertThat(description.complaints(path, answer.text())).as(path).isEmpty();
    }
    assertThat(page.request().get(home.resolve("/api/openapi.json").toString()).text())
        .contains("\"openapi\": \"3.1.0\"");
    assertThat(page.request().get(home.resolve("/api/v1/secrets").toString()).status())
        .isEqualTo(404);
  }

  @Test
  void canBeReadOnly() {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      APIResponse answer =
          page.request().fetch(home.toString(), RequestOptions.create().setMethod(method));
      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.headers()).containsEntry("allow", "GET");
    }
  }

  @Test
  void fitsAPhoneAndFollowsDarkMode() {
    String light = background();
    context.close();

    open(new NewContextOptions().setViewportSize(360, 800).setColorScheme(ColorScheme.DARK));

    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
    assertThat(background()).isNotEqualTo(light);
  }

  private void open(NewContextOptions options) {
    context = chromium.browser().newContext(options);
    page = context.newPage();
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(home.toString());
  }

  private Page reloaded() {
    page.reload();
    return page;
  }

  private Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName(name));
  }

  private Locator table(String caption) {
    return page.locator("table")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.locator("caption:has-text('" + caption + "')")));
  }

  private Locator rowOf(String caption, String header) {
    return table(caption)
        .locator("tbody tr")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.getByRole(AriaRole.ROWHEADER, new GetByRoleOptions().setName(header))));
  }

  private Locator rowWith(String caption, String text) {
    return table(caption).locator("tbody tr").filter(new Locator.FilterOptions().setHasText(text));
  }

  private static Locator addition(Locator pod, String text) {
    return pod.locator("ins").filter(new Locator.FilterOptions().setHasText(text));
  }

  private static FederatedTrustDomain inline(String trustDomain, String pem) {
    String resource =
        """
        apiVersion: rootbridge.dev/v1alpha1
        kind: FederatedTrustDomain
        metadata: {name: %1$s}
        spec:
          trustDomain: %1$s
          source:
            inline:
              pem: |
        %2$s
          constraint: {mode: TrustDomain, dns: Allow}
          namespaceSelector: {}
          rotation: {overlap: 25h, approval: Automatic}
        """
            .formatted(trustDomain, pem.strip().indent(8));
    return Serialization.unmarshal(resource, FederatedTrustDomain.class);
  }

  private String background() {
    return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
  }
}
