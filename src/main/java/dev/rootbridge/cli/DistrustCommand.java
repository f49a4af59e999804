package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.explain.DistrustPlan;
import dev.rootbridge.explain.DomainFacts;
import dev.rootbridge.explain.Restart;
import dev.rootbridge.explain.View;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.kube.DomainEditor;
import dev.rootbridge.kube.PodSurvey;
import dev.rootbridge.trust.Fingerprint;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Distrusts a root of a federated domain, at once. */
@Command(
    name = "distrust",
    mixinStandardHelpOptions = true,
    description = {
      "Distrusts a root of a federated domain at once: adds its fingerprint to"
          + " spec.rotation.distrust.",
      "Prints what that means, and which workloads need a restart to be done with it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rootbridge status cluster-b",
      "  rootbridge distrust cluster-b FINGERPRINT --dry-run",
      "  rootbridge distrust cluster-b FINGERPRINT"
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:it is distrusted, or would be",
      "1:the same, and no root that is known has this fingerprint: see that it is the right one",
      "2:the command line is wrong",
      "3:the cluster gave no answer, or there is no such domain; nothing was changed"
    })
final class DistrustCommand implements Callable<Integer> {

  private static final String RESTARTS_UNKNOWN =
      "which workloads need a restart isn't known, and connections that are open stay open until"
          + " they have had one: ";

  @Mixin private ClusterOptions cluster;
  @Mixin private OutputOptions output;

  @Parameters(
      index = "0",
      paramLabel = "DOMAIN",
      description = "A FederatedTrustDomain by its name or its trust domain.")
  private String name;

  @Parameters(
      index = "1",
      paramLabel = "FINGERPRINT",
      converter = FingerprintConverter.class,
      description = "SHA-256 of the certificate, or of its public key, which covers renewals too.")
  private Fingerprint fingerprint;

  @Option(names = "--dry-run", description = "Only print what would happen.")
  private boolean dryRun;

  @Override
  public Integer call() throws ClusterAccessException {
    try (CallersCluster reached = cluster.connect()) {
      Decided decided = DomainEditor.edit(reached, name, this::decide);
      DistrustPlan plan = decided.plan();
      // Whoever sees no pod, or not yet, can distrust all the same.
      View<List<Restart>> restarts =
          PodSurvey.of(reached).map(namespaces -> plan.restarts(decided.domain(), namespaces));
      restarts.unseen().ifPresent(why -> output.diagnostics().warning(RESTARTS_UNKNOWN + why));
      print(plan, decided.domain().name(), restarts);
      return plan.isKnown() ? ExitCodes.OK : ExitCodes.FOUND_WANTING;
    }
  }

  private record Decided(DomainFacts domain, DistrustPlan plan) {}

  private Decided decide(DomainEditor domain) throws ClusterAccessException {
    DistrustPlan plan = DistrustPlan.of(domain.facts(), fingerprint);
    if (plan.isChange()) {
      domain.set(
          DomainEditor.RotationList.DISTRUST,
          plan.distrusted(),
          dryRun ? DomainEditor.Effect.DRY_RUN : DomainEditor.Effect.KEPT);
    }
    return new Decided(domain.facts(), plan);
  }

  private String done(DistrustPlan plan) {
    if (!plan.isChange()) {
      return "already distrusted";
    }
    return dryRun ? "would be distrusted (dry run)" : "distrusted";
  }

  private void print(DistrustPlan plan, String domain, View<List<Restart>> seen) {
    List<Restart> needed = seen.seen().orElse(List.of());
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    json.put("domain", domain);
    json.put("fingerprint", fingerprint.hex());
    json.put("result", done(plan));
    var consequences = json.putArray("consequences");
    plan.consequences().forEach(consequences::add);
    var restarts = json.putArray("restarts");
    for (Restart restart : needed) {
      restarts
          .addObject()
          .put("namespace", restart.namespace())
          .put("workload", restart.owner().toString())
          .put("pods", restart.pods())
          .put("why", restart.need().text())
          .put("command", restart.command());
    }
    seen.unseen().ifPresent(why -> json.put("restartsUnknown", why));
    output.print(
        json,
        screen -> {
          screen.line("%s, %s: %s".formatted(domain, fingerprint, done(plan)));
          plan.consequences().forEach(line -> screen.line("  " + line));
          if (needed.isEmpty()) {
            return;
          }
          screen.blank();
          screen.line(
              (plan.isChange()
                      ? "Proxies follow within two minutes. These workloads may read anchors of it,"
                      : "These workloads started before their bundle changed last, may have read"
                          + " anchors of it,")
                  + " and are done with it once they are made anew:");
          for (Restart restart : needed) {
            screen.line(
                "  %s  # %d pods: %s"
                    .formatted(restart.command(), restart.pods(), restart.need().text()));
          }
        });
  }
}
