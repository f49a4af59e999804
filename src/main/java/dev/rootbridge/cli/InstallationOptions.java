package dev.rootbridge.cli;

import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.kube.TrustSurvey;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of a command that looks at Rootbridge's own objects: where they are. */
final class InstallationOptions {

  private static final String DEFAULT = "rootbridge-system";

  @Option(
      names = "--rootbridge-namespace",
      paramLabel = "NAME",
      defaultValue = DEFAULT,
      description = "The namespace that Rootbridge runs in (default: ${DEFAULT-VALUE}).")
  private String namespace;

  String namespace() {
    return namespace;
  }

  /** Where it isn't the usual one. */
  Optional<String> named() {
    return Optional.of(namespace).filter(name -> !name.equals(DEFAULT));
  }

  /** Whom the cluster's workloads trust; what couldn't be seen is told. */
  TrustSurvey survey(CallersCluster cluster, Diagnostics diagnostics)
      throws ClusterAccessException {
    TrustSurvey survey = TrustSurvey.of(cluster, namespace);
    survey.remarks().forEach(diagnostics::warning);
    return survey;
  }
}
