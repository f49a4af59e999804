package dev.rootbridge.web;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.rootbridge.sync.SampleFederation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DevMode.class)
class PageEyesIT {
  @Inject Instance<PodSamples> samples;

  @Test
  void look() {
    try (Chromium chromium = Chromium.launch();
        ServedPage sample =
            new ServedPage(SampleFederation.plan(), SampleFederation.changes(), samples);
        ServedPage hostile = new ServedPage(LongNames.plan(), LongNames.changes(), samples)) {
      for (int width : List.of(1280, 768, 360)) {
        for (String path : List.of("/", "/namespaces", "/pods", "/changes")) {
          shoot(chromium, sample.at(path), width, "sample" + path.replace('/', '-') + width);
        }
        shoot(chromium, hostile.at("/"), width, "hostile" + width);
      }
    }
  }

  private static void shoot(Chromium chromium, String address, int width, String name) {
    try (BrowserContext context =
        chromium.browser().newContext(new NewContextOptions().setViewportSize(width, 900))) {
      Page page = context.newPage();
      page.navigate(address);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(Path.of("/tmp/eyes", name + ".png")));
    }
  }
}
