package dev.rootbridge.it;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the shipped Deployment sets up the JVM, so that tests and benchmarks run in the same. */
final class ShippedJvm {

  private static final Set<String> VARIABLES = Set.of("JDK_JAVA_OPTIONS", "MALLOC_ARENA_MAX");

  private ShippedJvm() {}

  /** Variables of the process's environment. */
  static Map<String, String> environment() {
    try (InputStream manifest =
        Files.newInputStream(Installation.MANIFESTS.resolve("deployment.yaml"))) {
      return Serialization.unmarshal(manifest, Deployment.class)
          .getSpec()
          .getTemplate()
          .getSpec()
          .getContainers()
          .get(0)
          .getEnv()
          .stream()
          .filter(variable -> VARIABLES.contains(variable.getName()))
          .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What whoever runs the tests has set comes last, and so counts where the two differ. */
  static String both(String set, String shipped) {
    return shipped + " " + set;
  }
}
