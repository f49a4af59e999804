package dev.rootbridge.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.UpgradeCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code helm/rootbridge}, by Helm itself in this process. What is rendered is a copy with the
 * symbolic link to the CRD followed, as {@code helm package} makes it: Helm writes a line about
 * each link each time.
 */
final class HelmChart {

  static final Path FOLDER = Path.of("helm/rootbridge");
  static final Path HIGH_AVAILABILITY = FOLDER.resolve("values-ha.yaml");

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Helm HELM = new Helm(copy());

  private HelmChart() {}

  private static Path copy() {
    Path copy = Scratch.emptyFolder("helm").resolve("rootbridge");
    try (Stream<Path> walk = Files.walk(FOLDER)) {
      for (Path path : walk.toList()) {
        Files.copy(path, copy.resolve(FOLDER.relativize(path).toString()));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it lies in the repository. */
  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  /**
   * The objects of a release named rootbridge, for Kubernetes 1.36.
   *
   * @throws IllegalStateException with what Helm says, where it refuses the values
   */
  static List<JsonNode> render(String namespace, Path... values) {
    return objects(text(namespace, "1.36.0", values));
  }

  static String text(String namespace, String kubernetes, Path... values) {
    TemplateCommand command =
        HELM.template().withName("rootbridge").withNamespace(namespace).withKubeVersion(kubernetes);
    for (Path file : values) {
      command.withValuesFile(file);
    }
    return command.call();
  }

  /** What Helm says to whoever installs it on Kubernetes 1.36. */
  static String notes(String namespace, Path... values) {
    return notes(namespace, "1.36.0", values);
  }

  static String notes(String namespace, String kubernetes, Path... values) {
    InstallCommand command =
        HELM.install()
            .withName("rootbridge")
            .withNamespace(namespace)
            .withKubeVersion(kubernetes)
            .clientOnly()
            .withDryRunOption(DryRun.CLIENT);
    for (Path file : values) {
      command.withValuesFile(file);
    }
    return notes(command.call());
  }

  static String notes(Release release) {
    String head = "\nNOTES:\n";
    int start = release.getOutput().indexOf(head);
    if (start < 0) {
      throw new AssertionError("there are no notes in " + release.getOutput());
    }
    return release.getOutput().substring(start + head.length());
  }

  /** The next commands, as the notes show them, without what is said of them. */
  static List<String> nextCommands(String notes) {
    return notes
        .lines()
        .filter(line -> line.startsWith("  "))
        .map(line -> line.replaceAll(" +#.*", "").strip())
        .toList();
  }

  static InstallCommand install() {
    return HELM.install();
  }

  static UpgradeCommand upgrade() {
    return HELM.upgrade();
  }

  /** A values file with this text. */
  static Path values(String yaml) {
    return Scratch.write("values-" + Integer.toHexString(yaml.hashCode()) + ".yaml", yaml);
  }

  static List<JsonNode> objects(String yaml) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      return documents.readAll().stream().filter(JsonNode::isObject).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one object of this kind and name. */
  static JsonNode only(List<JsonNode> objects, String kind, String name) {
    List<JsonNode> found =
        objects.stream()
            .filter(object -> object.at("/kind").asText().equals(kind))
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects are the " + kind + " " + name);
    }
    return found.get(0);
  }
}
