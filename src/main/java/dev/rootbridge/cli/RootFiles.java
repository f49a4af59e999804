package dev.rootbridge.cli;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Conflict;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.Lint;
import dev.rootbridge.trust.LintContext;
import dev.rootbridge.trust.PemOutcome;
import dev.rootbridge.trust.Severity;
import dev.rootbridge.trust.TrustDomain;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Reads the roots of trust domains, and remembers where each stood. */
final class RootFiles {

  private record Claim(TrustDomain trustDomain, Fingerprint fingerprint) {}

  private final PemFiles files;
  private final Diagnostics diagnostics;
  private final Instant now;
  private final Map<Claim, Place> places = new HashMap<>();

  RootFiles(CommandLine command, Diagnostics diagnostics, Instant now) {
    this.files = new PemFiles(command, diagnostics);
    this.diagnostics = diagnostics;
    this.now = now;
  }

  /** The roots of this cluster; what is wrong with them is reported. */
  List<Anchor> local(TrustDomain domain, Path file) {
    List<PemOutcome.Entry> entries = read(domain, file);
    for (PemOutcome.Entry entry : entries) {
      Lint.findings(entry.anchor(), LintContext.local(now))
          .forEach(finding -> diagnostics.report(new Place(file, entry.line()), finding));
    }
    return entries.stream().map(PemOutcome.Entry::anchor).toList();
  }

  /** The roots of a remote domain; errors in them are for the federation to find. */
  List<Anchor> remote(TrustDomain domain, Path file) {
    List<PemOutcome.Entry> entries = read(domain, file);
    for (PemOutcome.Entry entry : entries) {
      Lint.findings(entry.anchor(), LintContext.federated(domain, now)).stream()
          .filter(finding -> finding.severity() == Severity.WARNING)
          .forEach(finding -> diagnostics.report(new Place(file, entry.line()), finding));
    }
    return entries.stream().map(PemOutcome.Entry::anchor).toList();
  }

  void report(Conflict conflict) {
    Place place = places.get(new Claim(conflict.trustDomain(), conflict.fingerprint()));
    String message =
        "%s: %s: %s"
            .formatted(conflict.reason().label(), conflict.trustDomain(), conflict.message());
    if (conflict.reason().isHarmless()) {
      diagnostics.warning(place, message);
    } else {
      diagnostics.error(place, message);
    }
  }

  private List<PemOutcome.Entry> read(TrustDomain domain, Path file) {
    List<PemOutcome.Entry> entries = files.read(file);
    for (PemOutcome.Entry entry : entries) {
      places.putIfAbsent(
          new Claim(domain, entry.anchor().fingerprint()), new Place(file, entry.line()));
    }
    return entries;
  }
}
