package dev.rootbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.kube.CallersAccess;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.kube.FederationRequest;
import dev.rootbridge.kube.FederationSetup;
import dev.rootbridge.trust.TrustDomain;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes one cluster trust another. */
@Command(
    name = "federate",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the cluster of --to-context trust the one of --from-context.",
      "There: a ServiceAccount that may read the one ConfigMap with the mesh's public root, and a"
          + " bounded token of it. Here: a Secret with the access, Rootbridge's right to read just"
          + " that Secret, and the FederatedTrustDomain. Both ways need two runs."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rootbridge federate --from-context b --to-context a --dry-run",
      "  rootbridge federate --from-context b --to-context a --label team=shop",
      "  rootbridge federate --from-context b --to-context a --refresh"
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:it is federated, or would be",
      "2:the command line is wrong",
      "3:a cluster gave no answer, or the two can't be federated; what was made before stays"
    })
final class FederateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private InstallationOptions installation;
  @Mixin private OutputOptions output;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig (default: those of KUBECONFIG, else ~/.kube/config).")
  private Path kubeconfig;

  @Option(
      names = "--from-context",
      required = true,
      paramLabel = "NAME",
      description = "The context of the cluster that is to be trusted.")
  private String from;

  @Option(
      names = "--to-context",
      required = true,
      paramLabel = "NAME",
      description = "The context of the cluster that is to trust it, where Rootbridge runs.")
  private String to;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The name of the FederatedTrustDomain (default: the first label of the trust domain).")
  private String name;

  @Option(
      names = "--trust-domain",
      paramLabel = "DOMAIN",
      converter = TrustDomainConverter.class,
      description = "The trust domain of the other mesh (default: as its mesh config has it).")
  private TrustDomain trustDomain;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "Where the other API server is reached from here (default: as the Secret has it where it is"
              + " federated already, else as the kubeconfig has it).")
  private URI server;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description =
          "A label that a namespace must have to trust the domain (default: as the"
              + " FederatedTrustDomain that is there has it, else all that opted in may).")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--token-lifetime",
      paramLabel = "DURATION",
      defaultValue = "720h",
      converter = DurationConverter.class,
      description =
          "How long the token is good, which the other API server may shorten (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration lifetime;

  @Option(
      names = "--dry-run",
      description = "Only print the objects that would be written, without a token.")
  private boolean dryRun;

  @Option(names = "--refresh", description = "Only renew the token.")
  private boolean refresh;

  @Override
  public Integer call() throws ClusterAccessException {
    CallersAccess access = new CallersAccess(Optional.ofNullable(kubeconfig), Optional.empty());
    try (CallersCluster there = ClusterOptions.connect(access.inContext(from));
        CallersCluster here = ClusterOptions.connect(access.inContext(to))) {
      FederationSetup setup = FederationSetup.prepare(there, here, request());
      if (dryRun) {
        print(refresh ? setup.refreshed() : setup.manifests());
        return ExitCodes.OK;
      }
      print(setup, refresh ? setup.refresh() : setup.apply());
      return ExitCodes.OK;
    }
  }

  private void print(List<FederationSetup.Manifest> manifests) {
    ArrayNode json = OutputOptions.JSON.createArrayNode();
    manifests.forEach(
        manifest ->
            json.addObject().put("context", manifest.context()).set("object", manifest.object()));
    output.print(json, screen -> printForKubectl(manifests));
  }

  /** As kubectl apply takes them, each part under the context that it is for. */
  private void printForKubectl(List<FederationSetup.Manifest> manifests) {
    PrintWriter out = spec.commandLine().getOut();
    String context = "";
    try {
      for (FederationSetup.Manifest manifest : manifests) {
        if (!manifest.context().equals(context)) {
          context = manifest.context();
          out.println("# kubectl --context " + context + " apply -f -");
        }
        out.print("---\n" + YamlDocument.print(manifest.object()));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written as YAML", e);
    }
  }

  private FederationRequest request() {
    return new FederationRequest(
        Optional.ofNullable(name),
        Optional.ofNullable(trustDomain),
        Optional.ofNullable(server),
        lifetime,
        labels,
        installation.namespace());
  }

  private void print(FederationSetup setup, FederationSetup.Result result) {
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    json.put("name", setup.name());
    json.put("trustDomain", setup.trustDomain().name());
    json.put("tokenEnds", result.tokenEnds().toString());
    var done = json.putArray("applied");
    result.done().forEach(done::add);
    output.print(
        json,
        screen -> {
          result.done().forEach(line -> screen.line("applied in " + line));
          screen.blank();
          screen.line("the token ends at " + result.tokenEnds() + "; before that: " + again());
          if (!refresh) {
            screen.line(
                (setup.namespaces().isEmpty()
                        ? "every namespace that opted in"
                        : "namespaces that opted in, with " + setup.namespaces().describe() + ",")
                    + " may trust "
                    + setup.trustDomain());
            screen.line("next: rootbridge status " + setup.name() + " --context " + to);
          }
        });
  }

  /** With all that told it which clusters, which resource and which mesh. */
  private String again() {
    return new ShellLine("rootbridge federate")
            .with("--kubeconfig", Optional.ofNullable(kubeconfig))
            .with("--from-context", Optional.of(from))
            .with("--to-context", Optional.of(to))
            .with("--name", Optional.ofNullable(name))
            .with("--trust-domain", Optional.ofNullable(trustDomain))
            .with("--server", Optional.ofNullable(server))
            .with("--rootbridge-namespace", installation.named())
        + " --refresh";
  }
}
