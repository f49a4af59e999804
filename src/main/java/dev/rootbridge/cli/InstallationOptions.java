package dev.rootbridge.cli;

import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.kube.TrustSurvey;
import picocli.CommandLine.Option;

/** The option of a command that looks at Rootbridge's own objects: where they are. */
final class InstallationOptions {

  @Option(
      names = "--rootbridge-namespace",
      paramLabel = "NAME",
      defaultValue = "rootbridge-system",
      description = "The namespace that Rootbridge runs in (default: ${DEFAULT-VALUE}).")
  private String namespace;

  String namespace() {
    return namespace;
  }

  /** Whom the cluster's workloads trust; what couldn't be seen is told. */
  TrustSurvey survey(CallersCluster cluster, Diagnostics diagnostics)
      throws ClusterAccessException {
    TrustSurvey survey = TrustSurvey.of(cluster, namespace);
    survey.remarks().forEach(diagnostics::warning);
    return survey;
  }
}
