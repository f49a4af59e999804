package dev.rootbridge.cli;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Conflict;
import dev.rootbridge.trust.Finding;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.Lint;
import dev.rootbridge.trust.LintContext;
import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import dev.rootbridge.trust.Severity;
import dev.rootbridge.trust.TrustDomain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Reads certificate files for one command, and remembers where each certificate stood. */
final class CertificateFiles {

  private record Claim(TrustDomain trustDomain, Fingerprint fingerprint) {}

  private final CommandLine command;
  private final Diagnostics diagnostics;
  private final Instant now;
  private final Map<Claim, Place> places = new HashMap<>();

  CertificateFiles(CommandLine command, Diagnostics diagnostics, Instant now) {
    this.command = command;
    this.diagnostics = diagnostics;
    this.now = now;
  }

  /** The roots of this cluster; what is wrong with them is reported. */
  List<Anchor> local(TrustDomain domain, Path file) {
    List<PemOutcome.Entry> entries = read(domain, file);
    entries.forEach(entry -> report(file, entry, LintContext.local(now)));
    return entries.stream().map(PemOutcome.Entry::anchor).toList();
  }

  /** The roots of a remote domain; errors in them are for the federation to find. */
  List<Anchor> remote(TrustDomain domain, Path file) {
    List<PemOutcome.Entry> entries = read(domain, file);
    for (PemOutcome.Entry entry : entries) {
      Lint.findings(entry.anchor(), LintContext.federated(domain, now)).stream()
          .filter(finding -> finding.severity() == Severity.WARNING)
          .forEach(finding -> report(new Place(file, entry.line()), finding));
    }
    return entries.stream().map(PemOutcome.Entry::anchor).toList();
  }

  void report(Conflict conflict) {
    Place place = places.get(new Claim(conflict.trustDomain(), conflict.fingerprint()));
    diagnostics.error(place, conflict.reason().label() + ": " + conflict.message());
  }

  private void report(Path file, PemOutcome.Entry entry, LintContext context) {
    Lint.findings(entry.anchor(), context)
        .forEach(finding -> report(new Place(file, entry.line()), finding));
  }

  private void report(Place place, Finding finding) {
    String text = finding.rule() + ": " + finding.message();
    switch (finding.severity()) {
      case ERROR -> diagnostics.error(place, text);
      case WARNING -> diagnostics.warning(place, text);
    }
  }

  private List<PemOutcome.Entry> read(TrustDomain domain, Path file) {
    PemOutcome outcome = PemCertificates.parse(text(file), PemLimits.DEFAULTS);
    if (outcome instanceof PemOutcome.Rejected rejected) {
      diagnostics.error(new Place(file, rejected.line()), rejected.problem());
      return List.of();
    }
    List<PemOutcome.Entry> entries = ((PemOutcome.Certificates) outcome).entries();
    for (PemOutcome.Entry entry : entries) {
      places.putIfAbsent(
          new Claim(domain, entry.anchor().fingerprint()), new Place(file, entry.line()));
    }
    return entries;
  }

  private String text(Path file) {
    try {
      // Not readString: what isn't UTF-8 can only be text around blocks, and is skipped with it.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ParameterException(command, "can't read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
