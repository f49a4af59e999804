package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be told of the image without an engine to build it. */
class ImageIT {

  private static final String PINNED = "an-image@sha256:" + "0".repeat(64);

  @Test
  void itRunsAsTheUserThatTheChartSays() throws IOException {
    JsonNode pod =
        HelmChart.only(ChartValues.DEFAULTS.render(), "Deployment", "rootbridge")
            .at("/spec/template/spec/securityContext");
    assertThat(dockerfile())
        .contains("USER " + pod.at("/runAsUser").asText() + ":" + pod.at("/runAsGroup").asText());
  }

  @Test
  void everyImageThatItIsMadeOfIsAnArgument() throws IOException {
    List<String> from = dockerfile().stream().filter(line -> line.startsWith("FROM ")).toList();
    assertThat(from).containsExactly("FROM ${JDK_IMAGE} AS build", "FROM ${BASE_IMAGE}");
    assertThat(dockerfile())
        .filteredOn(line -> line.startsWith("ARG "))
        .extracting(line -> line.split("[ =]", -1)[1])
        .containsExactly("JDK_IMAGE", "BASE_IMAGE");
  }

  @Test
  void whatItCopiesIsThereAndNotIgnored() throws IOException {
    List<String> sent =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    List<String> copied =
        dockerfile().stream()
            .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
            .map(line -> List.of(line.split(" ", -1)))
            .flatMap(words -> words.subList(1, words.size() - 1).stream())
            .toList();
    assertThat(sent).containsExactlyInAnyOrderElementsOf(copied);
    assertThat(copied).allSatisfy(path -> assertThat(Path.of(path)).exists());
  }

  @Test
  void withoutAnEngineTheScriptSaysSoInOneLineAndFails() throws IOException {
    Path programs = tools();
    Command.Result result = build(programs).run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors().lines())
        .containsExactly(
            ".ci/image: no image was built: neither a running docker, nor podman, nor buildah is"
                + " here");
  }

  @Test
  void imagesWithoutADigestAreRefused() throws IOException {
    Path programs = tools();
    podman(programs);
    assertThat(build(programs).run().errors())
        .contains("set JDK_IMAGE to an image with its digest");
    assertThat(
            build(programs)
                .with("JDK_IMAGE", PINNED)
                .with("BASE_IMAGE", "redhat/ubi10-micro:latest")
                .run()
                .errors())
        .contains("BASE_IMAGE has no digest: redhat/ubi10-micro:latest");
  }

  @Test
  void theEngineThatIsThereIsAskedForTheChartsImage() throws IOException {
    Path programs = tools();
    podman(programs);
    String image =
        HelmChart.only(ChartValues.DEFAULTS.render(), "Deployment", "rootbridge")
            .at("/spec/template/spec/containers/0/image")
            .asText();
    assertThat(
            build(programs).with("JDK_IMAGE", PINNED).with("BASE_IMAGE", PINNED).succeed().strip())
        .isEqualTo(
            "build --build-arg JDK_IMAGE=%s --build-arg BASE_IMAGE=%s --tag %s ."
                .formatted(PINNED, PINNED, image));
  }

  private static List<String> dockerfile() throws IOException {
    Pattern continued = Pattern.compile("\\\\\n");
    return continued
        .matcher(Files.readString(Path.of("Dockerfile")))
        .replaceAll("")
        .lines()
        .toList();
  }

  /** A path on which there is what the script needs, and no engine. */
  private static Path tools() throws IOException {
    Path programs = Scratch.emptyFolder("image-tools");
    for (String tool : List.of("bash", "dirname", "sed")) {
      Path program =
          Stream.of("/usr/bin", "/bin")
              .map(folder -> Path.of(folder, tool))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(programs.resolve(tool), program);
    }
    return programs;
  }

  /** One that says what it is asked for. */
  private static void podman(Path programs) throws IOException {
    Path podman =
        Files.writeString(programs.resolve("podman"), "#!" + programs + "/bash\necho \"$@\"\n");
    assertThat(podman.toFile().setExecutable(true)).isTrue();
  }

  private static Command build(Path programs) {
    return Command.of(programs + "/bash", ".ci/image").with("PATH", programs.toString());
  }
}
