package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.explain.ApprovalPlan;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.kube.DomainEditor;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Fingerprint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approves a root that waits. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = {
      "Approves a root that waits (rotation.approval: Manual): adds its fingerprint to"
          + " spec.rotation.approved.",
      "Without FINGERPRINT, shows those that wait and approves none: the fingerprint has to be"
          + " compared with what the other side says of its root."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rootbridge approve cluster-b",
      "  rootbridge approve cluster-b FINGERPRINT --dry-run",
      "  rootbridge approve cluster-b FINGERPRINT"
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:it is approved, or would be, or nothing waits",
      "1:it can't be approved; without FINGERPRINT: some wait",
      "2:the command line is wrong",
      "3:the cluster gave no answer, or there is no such domain; nothing was changed"
    })
final class ApproveCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private OutputOptions output;

  @Parameters(
      index = "0",
      paramLabel = "DOMAIN",
      description = "A FederatedTrustDomain by its name or its trust domain.")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FINGERPRINT",
      converter = FingerprintConverter.class,
      description = "SHA-256 of the certificate.")
  private Fingerprint fingerprint;

  @Option(names = "--dry-run", description = "Only print what would happen.")
  private boolean dryRun;

  @Override
  public Integer call() throws ClusterAccessException {
    try (CallersCluster reached = cluster.connect()) {
      ApprovalPlan plan = DomainEditor.edit(reached, name, this::decide);
      if (plan instanceof ApprovalPlan.Approve approve) {
        return tell(
            approve.anchor()
                + (dryRun ? " would be approved (dry run)" : " is approved")
                + ": it is published within seconds",
            ExitCodes.OK);
      }
      if (plan instanceof ApprovalPlan.Waiting waiting) {
        return show(waiting);
      }
      if (plan instanceof ApprovalPlan.Nothing nothing) {
        return tell(nothing.why(), ExitCodes.OK);
      }
      output.diagnostics().error(((ApprovalPlan.Refused) plan).why());
      return ExitCodes.FOUND_WANTING;
    }
  }

  private ApprovalPlan decide(DomainEditor domain) throws ClusterAccessException {
    ApprovalPlan plan = ApprovalPlan.of(domain.facts(), Optional.ofNullable(fingerprint));
    if (plan instanceof ApprovalPlan.Approve approve) {
      domain.set(
          DomainEditor.RotationList.APPROVED,
          approve.approved(),
          dryRun ? DomainEditor.Effect.DRY_RUN : DomainEditor.Effect.KEPT);
    }
    return plan;
  }

  private int tell(String result, int exitCode) {
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    json.put("result", result);
    output.print(json, screen -> screen.line(result));
    return exitCode;
  }

  private int show(ApprovalPlan.Waiting waiting) {
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    var anchors = json.putArray("waiting");
    for (Anchor anchor : waiting.anchors()) {
      anchors
          .addObject()
          .put("sha256", anchor.fingerprint().hex())
          .put("subject", anchor.subject())
          .put("notAfter", anchor.notAfter().toString());
    }
    output.print(
        json,
        screen -> {
          TextTable table = new TextTable(List.of("SHA-256", "EXPIRES", "SUBJECT"));
          waiting
              .anchors()
              .forEach(
                  anchor ->
                      table.add(
                          List.of(
                              anchor.fingerprint().hex(),
                              anchor.notAfter().toString(),
                              anchor.subject())));
          screen.table(table);
          screen.line(
              "Compare with what the other side says of its root, then: rootbridge approve "
                  + name
                  + " FINGERPRINT");
        });
    return ExitCodes.FOUND_WANTING;
  }
}
