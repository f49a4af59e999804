package dev.rootbridge.cli;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.FederatedBundle;
import dev.rootbridge.trust.Federation;
import dev.rootbridge.trust.RenderedBundle;
import dev.rootbridge.trust.TrustBundle;
import dev.rootbridge.trust.TrustDomain;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the bundle that proxies would read. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description =
        "Prints the file that proxies read: local roots as they are, remote ones constrained.",
    footerHeading = "%nExample:%n",
    footer =
        "  rootbridge bundle render --local a-root.pem --trust-domain cluster-b.example=b-root.pem",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the bundle was printed",
      "1:a certificate can't be in it; nothing was printed",
      "2:the command line is wrong, or a file can't be read; nothing was printed"
    })
final class BundleRenderCommand implements Callable<Integer> {

  @Option(
      names = "--local",
      required = true,
      paramLabel = "FILE",
      description = "This cluster's roots, in PEM. May be repeated.")
  private List<Path> localFiles;

  @Option(
      names = "--local-trust-domain",
      defaultValue = "cluster.local",
      paramLabel = "DOMAIN",
      converter = TrustDomainConverter.class,
      description = "This cluster's trust domain. Default: ${DEFAULT-VALUE}, which is Istio's.")
  private TrustDomain localTrustDomain;

  @Option(
      names = "--trust-domain",
      required = true,
      paramLabel = "DOMAIN=FILE",
      converter = DomainFileConverter.class,
      description = "A remote trust domain and its roots, in PEM. May be repeated.")
  private List<DomainFile> remoteFiles;

  @Option(
      names = "--constraint",
      defaultValue = "trust-domain",
      paramLabel = "trust-domain|none",
      converter = ConstraintModeConverter.class,
      description = "none lets the remote CAs mint every identity. Default: ${DEFAULT-VALUE}.")
  private Constraint.Mode mode;

  @Option(
      names = "--dns",
      defaultValue = "allow",
      paramLabel = "allow|forbid",
      converter = ConstraintDnsConverter.class,
      description = "forbid excludes DNS names of the remote CAs. Default: ${DEFAULT-VALUE}.")
  private Constraint.Dns dns;

  @Spec private CommandSpec spec;

  private final Clock clock;

  BundleRenderCommand() {
    this(Clock.systemUTC());
  }

  BundleRenderCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Constraint constraint = constraint();
    Instant now = clock.instant();
    Diagnostics diagnostics = new Diagnostics(spec.commandLine().getErr());
    RootFiles files = new RootFiles(spec.commandLine(), diagnostics, now);

    List<Anchor> local = new ArrayList<>();
    localFiles.forEach(file -> local.addAll(files.local(localTrustDomain, file)));
    SortedMap<TrustDomain, List<Anchor>> remote = new TreeMap<>();
    for (DomainFile file : remoteFiles) {
      remote
          .computeIfAbsent(file.trustDomain(), domain -> new ArrayList<>())
          .addAll(files.remote(file.trustDomain(), file.path()));
    }
    if (diagnostics.hasErrors()) {
      return CommandLine.ExitCode.SOFTWARE;
    }

    List<FederatedBundle> federated =
        remote.entrySet().stream()
            .map(e -> new FederatedBundle(new TrustBundle(e.getKey(), e.getValue()), constraint))
            .toList();
    Federation federation =
        Federation.compose(new TrustBundle(localTrustDomain, local), federated, now);
    federation.conflicts().forEach(files::report);
    RenderedBundle bundle = RenderedBundle.render(federation, federation.domains().keySet());
    if (bundle instanceof RenderedBundle.TooLarge tooLarge) {
      diagnostics.error(tooLarge.message());
    }
    if (diagnostics.hasErrors()) {
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (constraint.mode() == Constraint.Mode.NONE) {
      diagnostics.warning(
          "unconstrained: the CAs of %s can mint every identity, this cluster's included"
              .formatted(federation.domains().keySet()));
    }
    spec.commandLine().getOut().print(((RenderedBundle.Rendered) bundle).text());
    spec.commandLine().getOut().flush();
    return CommandLine.ExitCode.OK;
  }

  private Constraint constraint() {
    try {
      return new Constraint(mode, dns);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--dns forbid needs --constraint trust-domain", e);
    }
  }
}
