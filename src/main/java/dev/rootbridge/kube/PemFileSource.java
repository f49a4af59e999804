package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceSpec.PemFile;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.PemLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Follows a file by reading it again and again: it is small, and the kubelet changes mounted files
 * by way of a link, which file watches miss.
 */
final class PemFileSource implements TrustSource {

  private final PemFile spec;
  private final PemLimits limits;
  private final Runnable onChange;
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "pem-file");
            thread.setDaemon(true);
            return thread;
          });
  private volatile SourceReading reading;

  PemFileSource(PemFile spec, PemLimits limits, Duration every, Runnable onChange) {
    this.spec = spec;
    this.limits = limits;
    this.onChange = onChange;
    this.reading = read();
    var unused =
        reader.scheduleWithFixedDelay(
            this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public SourceReading reading() {
    return reading;
  }

  private void look() {
    SourceReading found = read();
    if (!found.equals(reading)) {
      reading = found;
      onChange.run();
    }
  }

  private SourceReading read() {
    int limit = limits.maxBytes();
    try (InputStream file = Files.newInputStream(spec.path())) {
      // One byte more than may be, which the parser then complains of.
      byte[] bytes = file.readNBytes(limit + 1);
      return PemReading.of(new String(bytes, StandardCharsets.ISO_8859_1), limits, spec.describe());
    } catch (NoSuchFileException e) {
      return new Failed(
          Failure.NOT_FOUND, spec.describe() + " does not exist: see that it is mounted");
    } catch (IOException e) {
      return new Failed(
          Failure.UNREACHABLE, spec.describe() + " can't be read: " + Causes.describeRoot(e));
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
