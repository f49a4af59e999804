package dev.rootbridge.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One folder under {@code goldens}, as far as a cluster can play it; {@code GoldenTest} says what
 * lies in it.
 */
record GoldenPod(Path folder) {

  private static final Path GOLDENS = Path.of("src/test/resources/goldens");
  private static final ObjectMapper YAML = new YAMLMapper();

  /** What a federation with one cluster comes to, once its bundle is in the namespace. */
  private static final JsonNode ONE_CLUSTER_FEDERATED =
      parse(
          """
          known: OptedIn
          mayTrust: [cluster-b.example]
          federated: [cluster-b.example]
          published: [rootbridge-trust]
          strictness: LENIENT
          """);

  static List<GoldenPod> all() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      return folders.filter(Files::isDirectory).sorted().map(GoldenPod::new).toList();
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  /** Whether its namespace is one that federates with cluster B and nobody else. */
  boolean isOfOneClusterFederated() {
    ObjectNode namespace = (ObjectNode) read("namespace.yaml");
    // A name is only a name, and nothing is missing that this could be about.
    namespace.remove(List.of("namespace", "others"));
    return namespace.equals(ONE_CLUSTER_FEDERATED);
  }

  /** As the API server would send it. */
  JsonNode before() {
    return read("pod.yaml");
  }

  /** As it should become. */
  JsonNode after() {
    return has("expected.yaml") ? read("expected.yaml") : before();
  }

  List<String> warnings() {
    return has("warnings.txt") ? text("warnings.txt").lines().toList() : List.of();
  }

  private boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  private JsonNode read(String file) {
    return parse(text(file));
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
