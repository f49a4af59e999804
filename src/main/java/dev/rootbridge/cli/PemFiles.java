package dev.rootbridge.cli;

import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Reads certificate files for one command. */
final class PemFiles {

  private final CommandLine command;
  private final Diagnostics diagnostics;

  PemFiles(CommandLine command, Diagnostics diagnostics) {
    this.command = command;
    this.diagnostics = diagnostics;
  }

  /** The certificates of a file; none if it is rejected, which is reported. */
  List<PemOutcome.Entry> read(Path file) {
    PemOutcome outcome = PemCertificates.parse(text(file), PemLimits.DEFAULTS);
    if (outcome instanceof PemOutcome.Rejected rejected) {
      diagnostics.error(new Place(file, rejected.line()), rejected.problem());
      return List.of();
    }
    return ((PemOutcome.Certificates) outcome).entries();
  }

  private String text(Path file) {
    try {
      // Not readString: what isn't UTF-8 can only be text around blocks, and is skipped with it.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new ParameterException(
          command, "can't read %s: there is no such file".formatted(file), e);
    } catch (IOException e) {
      throw new ParameterException(command, "can't read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
