package dev.rootbridge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody else replaces, well or badly. */
class CertificateFilesTest {

  private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");
  private static final Identity CA = Authority.newCa(NOON);

  @TempDir private Path folder;

  private ServedCertificate served;
  private CertificateFiles files;

  @BeforeEach
  void look() {
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    served = new ServedCertificate(clock);
    files =
        new CertificateFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"), served, clock);
  }

  private static Identity leaf(Instant now) {
    return Authority.newLeaf(CA, new ServingHosts(new TreeSet<>(List.of("a.example"))), now);
  }

  private void write(Identity leaf) throws IOException {
    write(texts(leaf).get("tls.crt"), texts(leaf).get("tls.key"));
  }

  private void write(String certificate, String key) throws IOException {
    Files.writeString(folder.resolve("tls.crt"), certificate);
    Files.writeString(folder.resolve("tls.key"), key);
  }

  private static Map<String, String> texts(Identity leaf) {
    return SecretLayout.write(
        new StoredCertificates(
            Optional.empty(), Optional.empty(), Optional.of(leaf), Map.of(), List.of()));
  }

  @Test
  void whileTheyAreMissingItSaysWhich() {
    assertThat(files.look().orElseThrow()).contains("tls.crt does not exist");
    assertThat(served.whyNotReady().orElseThrow()).contains("tls.crt does not exist");
  }

  @Test
  void aReplacedPairIsShown() throws IOException {
    Identity first = leaf(NOON);
    write(first);
    assertThat(files.look()).isEmpty();
    assertThat(served.identity()).hasValue(first);
    Identity second = leaf(NOON);
    write(second);
    assertThat(files.look()).isEmpty();
    assertThat(served.identity()).hasValue(second);
  }

  @Test
  void garbageAHalfReplacedPairAndAnExpiredOneAreToldAndNotTaken() throws IOException {
    Identity good = leaf(NOON);
    write(good);
    assertThat(files.look()).isEmpty();

    write("junk", texts(good).get("tls.key"));
    assertThat(files.look().orElseThrow()).contains("certificate");
    write(texts(good).get("tls.crt"), "junk");
    assertThat(files.look().orElseThrow()).contains("tls.key").doesNotContain("junk");
    write(texts(leaf(NOON)).get("tls.crt"), texts(good).get("tls.key"));
    assertThat(files.look().orElseThrow()).contains("its key is not that of its certificate");
    write(leaf(NOON.minus(Duration.ofDays(100))));
    assertThat(files.look().orElseThrow()).contains("the one before is shown");

    assertThat(served.identity()).hasValue(good);
    assertThat(served.whyNotReady()).isEmpty();
    assertThat(served.problem()).isPresent();
    write(good);
    assertThat(files.look()).isEmpty();
    assertThat(served.problem()).isEmpty();
  }

  @Test
  void anExpiredOneAloneIsShownAndNotReady() throws IOException {
    write(leaf(NOON.minus(Duration.ofDays(100))));

    assertThat(files.look()).isEmpty();
    assertThat(served.whyNotReady().orElseThrow()).contains("expired at");
  }
}
