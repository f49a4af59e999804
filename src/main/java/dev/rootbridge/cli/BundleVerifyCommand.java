package dev.rootbridge.cli;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.ChainVerdict;
import dev.rootbridge.trust.ChainVerifier;
import dev.rootbridge.trust.PemOutcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether proxies with a bundle trust a workload's chain. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether proxies that read a bundle trust a workload's certificate chain: as whom and by"
          + " which anchor, or why not.",
      "Name constraints of anchors count, as they do in Envoy. Revocation is not looked at."
    },
    footerHeading = "%nExample:%n",
    footer = "  rootbridge bundle verify --bundle bundle.pem --chain cert-chain.pem",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is trusted",
      "1:it is not trusted, or a file is no list of certificates",
      "2:the command line is wrong, or a file can't be read"
    })
final class BundleVerifyCommand implements Callable<Integer> {

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "FILE",
      description = "The file that proxies read, such as bundle render prints.")
  private Path bundleFile;

  @Option(
      names = "--chain",
      required = true,
      paramLabel = "FILE",
      description = "The workload's certificate and its intermediates, in PEM.")
  private Path chainFile;

  @Spec private CommandSpec spec;

  private final Clock clock;

  BundleVerifyCommand() {
    this(Clock.systemUTC());
  }

  BundleVerifyCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Diagnostics diagnostics = new Diagnostics(spec.commandLine().getErr());
    PemFiles files = new PemFiles(spec.commandLine(), diagnostics);
    List<PemOutcome.Entry> bundle = files.read(bundleFile);
    List<Anchor> chain = anchors(files.read(chainFile));
    if (diagnostics.hasErrors()) {
      return CommandLine.ExitCode.SOFTWARE;
    }
    ChainVerdict verdict = new ChainVerifier(anchors(bundle), clock.instant()).verify(chain);
    if (verdict instanceof ChainVerdict.Refused refused) {
      print("refused: " + refused.reason().label() + ": " + refused.message());
      return CommandLine.ExitCode.SOFTWARE;
    }
    ChainVerdict.Accepted accepted = (ChainVerdict.Accepted) verdict;
    print("trusted: " + accepted.identity());
    List<Anchor> path = accepted.path();
    path.subList(1, path.size() - 1).forEach(issuer -> print("by:      " + issuer));
    print("anchor:  " + accepted.anchor());
    print("         " + describe(accepted.anchor(), bundle));
    return CommandLine.ExitCode.OK;
  }

  private String describe(Anchor anchor, List<PemOutcome.Entry> bundle) {
    int line =
        bundle.stream()
            .filter(entry -> entry.anchor().equals(anchor))
            .mapToInt(PemOutcome.Entry::line)
            .findFirst()
            .orElseThrow();
    List<String> hosts = anchor.permittedUriHosts();
    return new Place(bundleFile, line)
        + (hosts.isEmpty()
            ? ", which vouches for every identity"
            : ", which vouches for " + String.join(", ", hosts) + " only");
  }

  private static List<Anchor> anchors(List<PemOutcome.Entry> entries) {
    return entries.stream().map(PemOutcome.Entry::anchor).toList();
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
