package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.explain.DomainHealth;
import dev.rootbridge.explain.TrustFacts;
import dev.rootbridge.explain.TrustMap;
import dev.rootbridge.kube.CallersAccess;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows who trusts whom. */
@Command(
    name = "map",
    mixinStandardHelpOptions = true,
    description =
        "Shows who trusts whom, one way or both, constrained or not. Which way back is known of the"
            + " clusters that are named.",
    footerHeading = "%nExamples:%n",
    footer = {"  rootbridge map", "  rootbridge map a b c -o json"},
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:each domain that is trusted is accepted, read and published, with a valid root",
      "1:one of them isn't",
      "2:the command line is wrong",
      "3:a cluster gave no answer"
    })
final class MapCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private InstallationOptions installation;
  @Mixin private OutputOptions output;

  @Parameters(
      arity = "0..*",
      paramLabel = "CONTEXT",
      description = "The contexts of the clusters to look at (default: that of --context).")
  private List<String> contexts = List.of();

  private final Clock clock;

  MapCommand() {
    this(Clock.systemUTC());
  }

  MapCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws ClusterAccessException {
    Map<String, TrustFacts> looked = new LinkedHashMap<>();
    if (contexts.isEmpty()) {
      look(cluster.access(), looked);
    }
    for (String context : contexts) {
      look(cluster.access().inContext(context), looked);
    }
    TrustMap map = TrustMap.of(looked, clock.instant());
    print(map);
    return map.edges().stream().allMatch(edge -> edge.standing() == DomainHealth.Standing.SERVING)
        ? ExitCodes.OK
        : ExitCodes.FOUND_WANTING;
  }

  private void look(CallersAccess access, Map<String, TrustFacts> looked)
      throws ClusterAccessException {
    try (CallersCluster reached = ClusterOptions.connect(access)) {
      looked.put(reached.context(), installation.survey(reached, output.diagnostics()).facts());
    }
  }

  private void print(TrustMap map) {
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    ObjectNode clusters = json.putObject("clusters");
    map.clusters().forEach((domain, name) -> clusters.put(domain.name(), name));
    var edges = json.putArray("trust");
    for (TrustMap.Edge edge : map.edges()) {
      edges
          .addObject()
          .put("cluster", edge.cluster())
          .put("from", edge.from().name())
          .put("to", edge.to().name())
          .put("bond", edge.bond().label())
          .put("alias", edge.isAlias())
          .put("standing", edge.standing().label())
          .put("direction", edge.direction().label());
    }
    output.print(
        json,
        screen -> {
          TextTable table =
              new TextTable(
                  List.of("TRUSTING", "CLUSTER", "", "TRUSTED", "AS", "DIRECTION", "STANDING"));
          for (TrustMap.Edge edge : map.edges()) {
            List<String> row =
                List.of(
                    edge.from().name(),
                    edge.cluster(),
                    edge.direction() == TrustMap.Direction.BOTH_WAYS ? "<->" : "-->",
                    edge.to().name(),
                    edge.bond().label() + (edge.isAlias() ? ", ALIAS" : ""),
                    edge.direction().label(),
                    edge.standing().label());
            if (edge.isOpened()) {
              table.addAlarm(row);
            } else {
              table.add(row);
            }
          }
          screen.table(table);
        });
  }
}
