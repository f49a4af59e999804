package dev.rootbridge.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * A certificate and its key in files that somebody else replaces. What can't be used, or is worse
 * than what is shown already, is not taken but told.
 */
public final class CertificateFiles {

  /** More than any chain or key has. */
  private static final int MAX_BYTES = 1 << 20;

  private final Path certificate;
  private final Path key;
  private final ServedCertificate served;
  private final Clock clock;

  public CertificateFiles(Path certificate, Path key, ServedCertificate served, Clock clock) {
    this.certificate = certificate;
    this.key = key;
    this.served = served;
    this.clock = clock;
  }

  /**
   * Reads them, and shows what they hold if that can be used.
   *
   * @return why they can't be used
   */
  public Optional<String> look() {
    Optional<String> problem = read();
    problem.ifPresent(served::keep);
    return problem;
  }

  private Optional<String> read() {
    try {
      IdentityOutcome outcome = IdentityReader.read(text(certificate), text(key));
      if (outcome instanceof IdentityOutcome.Unusable unusable) {
        return Optional.of("%s, %s: %s".formatted(certificate, key, unusable.why()));
      }
      return show(((IdentityOutcome.Usable) outcome).identity());
    } catch (NoSuchFileException e) {
      return Optional.of(e.getFile() + " does not exist: is the Secret mounted and filled?");
    } catch (IOException e) {
      return Optional.of(
          "%s, %s can't be read: %s".formatted(certificate, key, e.getClass().getSimpleName()));
    }
  }

  private Optional<String> show(Identity found) {
    boolean isWorse =
        !found.isValidAt(clock.instant())
            && served.identity().filter(shown -> shown.isValidAt(clock.instant())).isPresent();
    if (isWorse) {
      return Optional.of(
          "%s is valid from %s to %s, so the one before is shown"
              .formatted(certificate, found.notBefore(), found.notAfter()));
    }
    served.show(found);
    return Optional.empty();
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("too large");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
