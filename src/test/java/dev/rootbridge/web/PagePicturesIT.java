package dev.rootbridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.rootbridge.sync.SampleFederation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures that the README shows. They land below {@code target}, or, to take those of
 * the README anew, in the folder that the property {@code pictures} names.
 */
@QuarkusTest
@TestProfile(DevMode.class)
class PagePicturesIT {

  private static final Path SHOWN = Path.of("docs/pictures");
  private static final long MOST_BYTES = 600_000;
  private static final Size DESKTOP = new Size(1100, 880);
  private static final Size PHONE = new Size(360, 724);

  /**
   * A picture.
   *
   * @param path of the page
   * @param top what is to be at its top; empty for the page's own
   */
  private record Picture(String name, String path, String top, Size size, ColorScheme scheme) {}

  private record Size(int width, int height) {}

  private static final List<Picture> PICTURES =
      List.of(
          new Picture("map-light", "/", "", DESKTOP, ColorScheme.LIGHT),
          new Picture("map-dark", "/", "", DESKTOP, ColorScheme.DARK),
          new Picture("rotation", "/", "#domain-4", new Size(1100, 590), ColorScheme.LIGHT),
          new Picture("missed-pods", "/pods", "", new Size(1100, 860), ColorScheme.LIGHT),
          new Picture("phone-light", "/", "#map-title", PHONE, ColorScheme.LIGHT),
          new Picture("phone-dark", "/", "#domain-4", PHONE, ColorScheme.DARK));

  @Inject Instance<PodSamples> samples;

  @Test
  void thePicturesAreThoseThatTheReadmeShows() throws IOException {
    Path folder = Path.of(System.getProperty("pictures", "target/pictures"));
    Files.createDirectories(folder);
    try (Chromium chromium = Chromium.launch();
        ServedPage served =
            new ServedPage(
                SampleFederation.plan(),
                SampleFederation.changes(),
                SampleFederation.events(),
                samples)) {
      for (Picture picture : PICTURES) {
        take(chromium, served, picture, folder.resolve(picture.name() + ".png"));
      }
    }

    String readme = Files.readString(Path.of("README.md"));
    Set<String> names = PICTURES.stream().map(Picture::name).collect(Collectors.toSet());
    assertThat(shown()).isEqualTo(names);
    assertThat(names).allMatch(name -> readme.contains("docs/pictures/" + name + ".png"));
    long bytes = 0;
    for (Picture picture : PICTURES) {
      BufferedImage image = ImageIO.read(SHOWN.resolve(picture.name() + ".png").toFile());
      assertThat(image.getWidth()).as(picture.name()).isEqualTo(picture.size().width());
      assertThat(image.getHeight()).as(picture.name()).isEqualTo(picture.size().height());
      bytes += Files.size(SHOWN.resolve(picture.name() + ".png"));
    }
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  private static void take(Chromium chromium, ServedPage served, Picture picture, Path file) {
    try (BrowserContext context =
        chromium
            .browser()
            .newContext(
                new NewContextOptions()
                    .setViewportSize(picture.size().width(), picture.size().height())
                    .setColorScheme(picture.scheme()))) {
      Page page = context.newPage();
      page.navigate(served.at(picture.path() + picture.top()));
      page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
  }

  private static Set<String> shown() throws IOException {
    try (Stream<Path> files = Files.list(SHOWN)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".png"))
          .map(name -> name.substring(0, name.length() - ".png".length()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
