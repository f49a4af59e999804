package dev.rootbridge.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command that admins use; what it takes is what {@code webhook-config/} promises.
 *
 * @param program where it is
 */
record Kubectl(Path program) {

  /** Applies a kustomization as the README says it. */
  String apply(ApiServer cluster, Path kustomization) {
    return on(cluster, "apply", "-k", kustomization.toString()).succeed();
  }

  Command on(ApiServer cluster, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(program.toString());
    words.addAll(List.of(arguments));
    return new Command(words, Map.of("KUBECONFIG", cluster.adminKubeconfig().toString()));
  }
}
