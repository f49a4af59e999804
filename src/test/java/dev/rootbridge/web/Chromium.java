package dev.rootbridge.web;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Chromium, the one that {@code CHROMIUM_BIN} names. */
final class Chromium implements AutoCloseable {

  private static final String MISSING =
      "CHROMIUM_BIN is not set, so the page was not looked at in a browser; set it to a Chromium";

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Without one the test is skipped; with {@code CI} set, it fails. */
  static Chromium launch() {
    String binary = System.getenv("CHROMIUM_BIN");
    if (binary == null) {
      return System.getenv("CI") == null ? abort(MISSING) : fail(MISSING);
    }
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(Path.of(binary))
                    .setArgs(List.of("--no-sandbox"))));
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
