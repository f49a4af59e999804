package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec.PemFile;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFileSourceTest {

  private static final TestCertificate ROOT = TestCertificate.root("O=Local");
  private static final TestCertificate NEXT = TestCertificate.root("O=Local next");

  @TempDir private Path mount;
  private final AtomicInteger changes = new AtomicInteger();

  @Test
  void followsTheLinkThatTheKubeletTurns() throws IOException {
    Path data = mount.resolve("..data");
    Files.createSymbolicLink(data, revision("1", ROOT.pem()));
    Path file = Files.createSymbolicLink(mount.resolve("root.pem"), Path.of("..data/root.pem"));
    try (PemFileSource source = open(file)) {
      assertThat(source.reading()).isEqualTo(new Read(List.of(ROOT.anchor())));

      Files.delete(data);
      Files.createSymbolicLink(data, revision("2", NEXT.pem()));

      await().until(() -> source.reading().equals(new Read(List.of(NEXT.anchor()))));
      await().until(() -> changes.get() > 0);
    }
  }

  @Test
  void saysWhatIsWrongWithWhichFile() throws IOException {
    Path missing = mount.resolve("missing.pem");
    Path text = Files.writeString(mount.resolve("text.pem"), "hello");
    try (PemFileSource source = open(missing);
        PemFileSource malformed = open(text);
        PemFileSource folder = open(mount)) {
      assertThat(source.reading())
          .isEqualTo(
              new Failed(
                  Failure.NOT_FOUND,
                  "file " + missing + " does not exist: see that it is mounted"));
      assertThat(((Failed) malformed.reading()).failure()).isEqualTo(Failure.MALFORMED);
      assertThat(((Failed) malformed.reading()).message()).startsWith("file " + text + ", line ");
      assertThat(((Failed) folder.reading()).failure()).isEqualTo(Failure.UNREACHABLE);
    }
  }

  private PemFileSource open(Path file) {
    return new PemFileSource(
        new PemFile(file), PemLimits.DEFAULTS, Duration.ofMillis(50), changes::incrementAndGet);
  }

  private Path revision(String name, String pem) throws IOException {
    Path folder = Files.createDirectory(mount.resolve(".." + name));
    Files.writeString(folder.resolve("root.pem"), pem);
    return folder.getFileName();
  }
}
