package dev.rootbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rootbridge.trust.Finding;
import dev.rootbridge.trust.Lint;
import dev.rootbridge.trust.LintContext;
import dev.rootbridge.trust.PemOutcome;
import dev.rootbridge.trust.Severity;
import dev.rootbridge.trust.TrustDomain;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the certificates of files and what is wrong with them as anchors. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Shows the certificates of PEM files, and what is wrong with them as anchors.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  rootbridge bundle inspect root-cert.pem",
      "  rootbridge bundle inspect root-cert.pem --trust-domain cluster-b.example -o json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every certificate can be an anchor, perhaps with warnings",
      "1:a certificate can't be an anchor, a file has a key twice or is no list of certificates",
      "2:the command line is wrong, or a file can't be read"
    })
final class BundleInspectCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Certificates in PEM.")
  private List<Path> paths;

  @Option(
      names = "--trust-domain",
      paramLabel = "DOMAIN",
      converter = TrustDomainConverter.class,
      description = "The trust domain that they are to vouch for, if it is to be checked as well.")
  private TrustDomain trustDomain;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      paramLabel = "table|json|yaml",
      converter = OutputFormat.Converter.class,
      description = "How to print it (default: ${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Spec private CommandSpec spec;

  private final Clock clock;

  BundleInspectCommand() {
    this(Clock.systemUTC());
  }

  BundleInspectCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    Diagnostics diagnostics = new Diagnostics(spec.commandLine().getErr());
    PemFiles files = new PemFiles(spec.commandLine(), diagnostics);
    LintContext context =
        new LintContext(
            LintContext.Origin.FEDERATED, Optional.ofNullable(trustDomain), clock.instant());
    List<InspectedCertificate> certificates = new ArrayList<>();
    for (Path path : paths) {
      for (PemOutcome.Entry entry : files.read(path)) {
        certificates.add(
            new InspectedCertificate(
                new Place(path, entry.line()),
                entry.anchor(),
                Lint.findings(entry.anchor(), context)));
      }
    }
    print(certificates);
    KeysUsedTwice.report(certificates, diagnostics);
    boolean unfit =
        certificates.stream()
            .flatMap(certificate -> certificate.findings().stream())
            .anyMatch(finding -> finding.severity() == Severity.ERROR);
    return unfit || diagnostics.hasErrors()
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }

  private void print(List<InspectedCertificate> certificates) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode json = JSON.createArrayNode();
    certificates.forEach(certificate -> json.add(certificate.json(JSON)));
    switch (format) {
      case TABLE -> printTable(certificates, new Diagnostics(out));
      case JSON -> out.println(json.toPrettyString());
      case YAML -> out.print(YamlDocument.print(json));
    }
    out.flush();
  }

  private void printTable(List<InspectedCertificate> certificates, Diagnostics findings) {
    TextTable table = new TextTable(InspectedCertificate.COLUMNS);
    certificates.forEach(certificate -> table.add(certificate.row()));
    spec.commandLine().getOut().print(table.text());
    for (InspectedCertificate certificate : certificates) {
      for (Finding finding : certificate.findings()) {
        findings.report(certificate.place(), finding);
      }
    }
  }
}
