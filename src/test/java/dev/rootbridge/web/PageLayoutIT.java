package dev.rootbridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.rootbridge.sync.SampleFederation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is cut off, on no screen, whatever others call their things. */
@QuarkusTest
@TestProfile(DevMode.class)
class PageLayoutIT {

  private static final List<String> PAGES =
      List.of("/", "/namespaces", "/pods", "/changes", "/events");

  /**
   * Only a sample pod, which is code, is scrolled sideways; a head that a card has no use for is
   * hidden.
   */
  private static final String BEYOND_THE_SCREEN =
      """
      Array.from(document.querySelectorAll('body *'))
        .filter(element => !element.closest('pre, thead, svg *'))
        .filter(element => element.getBoundingClientRect().right > innerWidth + 0.5)
        .map(element => element.outerHTML.substring(0, 120))
      """;

  private static final String CUT_OFF_IN_THEIR_BOXES =
      """
      Array.from(document.querySelectorAll('svg.map a'))
        .filter(link => link.getBoundingClientRect().width > 0)
        .flatMap(link => Array.from(link.querySelectorAll('svg.words'))
          .flatMap(box => Array.from(box.querySelectorAll('text'))
            .filter(text => text.getComputedTextLength() > box.width.baseVal.value)))
        .map(text => text.textContent)
      """;

  private static final String OUTSIDE_THEIR_DRAWING =
      """
      Array.from(document.querySelectorAll('svg text'))
        .filter(text => text.getBoundingClientRect().width > 0 && !text.closest('svg.words'))
        .filter(text => {
          const drawing = text.ownerSVGElement.getBoundingClientRect();
          const at = text.getBoundingClientRect();
          return at.left < drawing.left - 1 || at.right > drawing.right + 1
            || at.top < drawing.top - 1 || at.bottom > drawing.bottom + 1;
        })
        .map(text => text.textContent)
      """;

  private static Chromium chromium;

  @Inject Instance<PodSamples> samples;

  private BrowserContext context;

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

  @AfterEach
  void closeContext() {
    if (context != null) {
      context.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 768, 360})
  void longNamesBreakBeforeThePageGrowsWider(int width) {
    try (ServedPage served =
        new ServedPage(LongNames.plan(), LongNames.changes(), LongNames.events(), samples)) {
      for (String path : PAGES) {
        Page page = open(served.at(path), width);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).as(path).isEqualTo(width);
        assertThat(page.locator("td").count()).as(path).isPositive();
        assertThat(texts(page, BEYOND_THE_SCREEN)).as(path).isEmpty();
        assertThat(texts(page, OUTSIDE_THEIR_DRAWING)).as(path).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 768, 360})
  void usualNamesAreWhole(int width) {
    try (ServedPage served =
        new ServedPage(
            SampleFederation.plan(),
            SampleFederation.changes(),
            SampleFederation.events(),
            samples)) {
      Page page = open(served.at("/"), width);

      assertThat(page.locator("svg.map:visible")).isNotNull();
      assertThat(page.locator("svg.map:visible text.name").count()).isEqualTo(6);
      assertThat(texts(page, CUT_OFF_IN_THEIR_BOXES)).isEmpty();
      assertThat(texts(page, OUTSIDE_THEIR_DRAWING)).isEmpty();
      assertThat(texts(page, BEYOND_THE_SCREEN)).isEmpty();
    }
  }

  /** Else the tests above could not fail. */
  @Test
  void whatIsBeyondTheScreenIsFound() {
    try (ServedPage served =
        new ServedPage(LongNames.plan(), LongNames.changes(), LongNames.events(), samples)) {
      Page page = open(served.at("/"), 360);
      page.evaluate(
          "document.styleSheets[0].insertRule('main p { white-space: nowrap }',"
              + " document.styleSheets[0].cssRules.length)");
      page.evaluate(
          "document.styleSheets[0].insertRule('svg text { font-size: 60px !important }',"
              + " document.styleSheets[0].cssRules.length)");

      assertThat(texts(page, BEYOND_THE_SCREEN)).isNotEmpty();
      assertThat(texts(page, OUTSIDE_THEIR_DRAWING)).isNotEmpty();
      assertThat(texts(page, CUT_OFF_IN_THEIR_BOXES)).isNotEmpty();
    }
  }

  @Test
  void aPhoneShowsRowsAsCardsThatNameTheirCells() {
    try (ServedPage served =
        new ServedPage(
            SampleFederation.plan(),
            SampleFederation.changes(),
            SampleFederation.events(),
            samples)) {
      Page page = open(served.at("/"), 360);

      assertThat(page.locator("td:not([data-label])").count()).isZero();
      assertThat(page.locator("table:not([role=table])").count()).isZero();
      assertThat(
              page.evaluate("getComputedStyle(document.querySelector('td'), '::before').content"))
          .asString()
          .contains("Trusted?");
      assertThat(page.evaluate("getComputedStyle(document.querySelector('td')).display"))
          .isEqualTo("block");
    }
  }

  private Page open(String address, int width) {
    closeContext();
    context = chromium.browser().newContext(new NewContextOptions().setViewportSize(width, 900));
    Page page = context.newPage();
    page.navigate(address);
    return page;
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(Page page, String script) {
    return (List<String>) page.evaluate(script);
  }
}
