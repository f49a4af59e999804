package dev.rootbridge.it;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of {@code crd-validation/}. Its first document is created; a second one, where there is
 * one, replaces it, for rules about changes. Only the last may be refused.
 *
 * @param name the file's name
 * @param expectations what its {@code # expect:} lines say that the refusal contains
 * @param documents the resources, in YAML
 */
record ValidationCase(String name, List<String> expectations, List<String> documents) {

  private static final String EXPECT = "# expect: ";

  ValidationCase {
    expectations = List.copyOf(expectations);
    documents = List.copyOf(documents);
  }

  static List<ValidationCase> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(ValidationCase::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ValidationCase read(Path file) {
    try {
      String text = Files.readString(file);
      return new ValidationCase(
          String.valueOf(file.getFileName()),
          text.lines()
              .filter(line -> line.startsWith(EXPECT))
              .map(line -> line.substring(EXPECT.length()))
              .toList(),
          List.of(text.split("(?m)^---$")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies the documents; the refusal of the last one, if it was refused. */
  Optional<String> apply(KubernetesClient client) {
    int last = documents.size() - 1;
    try {
      documents.subList(0, last).forEach(document -> send(client, document));
      return refusal(client, documents.get(last));
    } finally {
      client.resource(resource(documents.get(0))).delete();
    }
  }

  private static Optional<String> refusal(KubernetesClient client, String document) {
    try {
      send(client, document);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(e.getStatus().getMessage());
    }
  }

  private static void send(KubernetesClient client, String document) {
    client.resource(resource(document)).forceConflicts().serverSideApply();
  }

  /** Untyped, since a typed resource couldn't hold what the schema refuses. */
  private static GenericKubernetesResource resource(String document) {
    return Serialization.unmarshal(document, GenericKubernetesResource.class);
  }
}
