package dev.rootbridge.cli;

import dev.rootbridge.explain.Minting;
import dev.rootbridge.explain.MintingMatrix;
import dev.rootbridge.explain.TrustFacts;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.trust.SpiffeId;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows which CAs could issue an identity. */
@Command(
    name = "who-can-mint",
    mixinStandardHelpOptions = true,
    description = {
      "Shows which CAs could issue an identity, as seen by which namespaces and workloads of the"
          + " cluster.",
      "What is there only because a domain is unconstrained or an alias is red on a terminal."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rootbridge who-can-mint spiffe://cluster-a.example/ns/shop/sa/web",
      "  rootbridge who-can-mint --all -o json"
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:only the identity's own CAs and the cluster's own could",
      "1:others could too",
      "2:the command line is wrong",
      "3:the cluster gave no answer"
    })
final class WhoCanMintCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private InstallationOptions installation;
  @Mixin private OutputOptions output;

  @ArgGroup(multiplicity = "1")
  private Question question;

  private static final class Question {
    @Parameters(
        paramLabel = "IDENTITY",
        converter = SpiffeIdConverter.class,
        description = "A SPIFFE ID; spiffe:// may be left out.")
    private SpiffeId identity;

    @Option(
        names = "--all",
        description = "Show each CA against each trust domain, and any other, instead.")
    private boolean all;
  }

  @Override
  public Integer call() throws ClusterAccessException {
    try (CallersCluster reached = cluster.connect()) {
      TrustFacts facts = installation.survey(reached, output.diagnostics()).facts();
      if (facts.local().assumed().isPresent()) {
        // By another trust domain, aliases would open other identities.
        output
            .diagnostics()
            .error(
                "which trust domain this mesh has isn't known, and whom an alias opens hangs on it: "
                    + facts.local().assumed().get());
        return ExitCodes.NO_ANSWER;
      }
      if (question.all) {
        MintingMatrix matrix = MintingMatrix.of(facts);
        MintingReport report = new MintingReport(facts);
        output.print(report.json(matrix), screen -> report.print(matrix, screen));
        return matrix.isOpened() ? ExitCodes.FOUND_WANTING : ExitCodes.OK;
      }
      Minting minting = Minting.of(question.identity, facts);
      MintingReport report = new MintingReport(facts);
      output.print(report.json(minting), screen -> report.print(minting, screen));
      return minting.isOpened() ? ExitCodes.FOUND_WANTING : ExitCodes.OK;
    }
  }
}
