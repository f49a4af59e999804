package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.bench.Goal;
import dev.rootbridge.bench.Report;
import dev.rootbridge.bench.Sample;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * From the start of the process to its readiness, on a real API server: as it is, and with an AOT
 * cache that a first run recorded (JEP 514). Wants the path of a JDK 25 in {@code JDK25_HOME}, and
 * the program packaged with {@code -Dquarkus.package.jar.type=aot-jar}, for the cache knows no
 * classes of class loaders of our own.
 */
@OnRealClusters
class StartBench {

  private static final int ROUNDS = 9;
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Path JAR =
      Path.of(System.getProperty("it.jar", "target/quarkus-app/quarkus-run.jar"));

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path kubeconfig;
  private final Path certificate = Scratch.emptyFolder("start-bench");

  StartBench(Installation installed) {
    kubeconfig = Installation.kubeconfig(installed.clusters().a());
    installed
        .servingCa()
        .issue(KeyKind.EC_P256, new GeneralName(GeneralName.iPAddress, "127.0.0.1"))
        .writeTo(certificate);
  }

  @Test
  void withTheAotCacheItIsReadyInASecond() throws Exception {
    Path java =
        Optional.ofNullable(System.getenv("JDK25_HOME"))
            .map(home -> Path.of(home, "bin", "java"))
            .orElseThrow(() -> new TestAbortedException("JDK25_HOME names no JDK 25"));
    Path cache = Report.file("start.aot");
    Files.deleteIfExists(cache);
    run(java, "-XX:AOTCacheOutput=" + cache);
    assertThat(cache).as("what the first run recorded").isNotEmptyFile();

    List<Double> plain = new ArrayList<>();
    List<Double> cached = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      plain.add(run(java, "-XX:AOTMode=off"));
      cached.add(run(java, "-XX:AOTCache=" + cache));
    }
    Report.of("start")
        .measured(
            Goal.atMost("start to ready with the AOT cache, median", 1, "s"),
            Sample.of(cached).median())
        .figure("start to ready without it, median", "%.2f s".formatted(Sample.of(plain).median()))
        .figure("each with it, s", Sample.of(cached).toString())
        .figure("each without it, s", Sample.of(plain).toString())
        .figure("size of the cache", "%d MiB".formatted(Files.size(cache) >> 20))
        .publish();
  }

  /** Seconds until it was ready. */
  private double run(Path java, String option) throws Exception {
    int management = freePort();
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command(java, option, management))
            .directory(JAR.toAbsolutePath().getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(Report.file("start.log").toFile())
            .start();
    try {
      awaitReady(process, URI.create("http://127.0.0.1:" + management + "/q/health/ready"), begin);
      double seconds = (System.nanoTime() - begin) / 1e9;
      process.destroy();
      // A recording run writes its cache at the end.
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return seconds;
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> command(Path java, String option, int management) throws IOException {
    return List.of(
        java.toString(),
        option,
        "-Xmx256m",
        "-Dquarkus.http.ssl-port=" + freePort(),
        "-Dquarkus.management.port=" + management,
        "-Drootbridge.page.port=" + freePort(),
        "-Dquarkus.shutdown.delay=0s",
        "-Dkubeconfig=" + kubeconfig,
        "-Drootbridge.cluster=kubeconfig",
        "-Drootbridge.local.trust-domain=" + Installation.LOCAL_TRUST_DOMAIN,
        "-Drootbridge.local.verify-istiod=false",
        "-Drootbridge.sources.allowed-addresses=127.0.0.0/8",
        "-Drootbridge.serving.mode=files",
        "-Drootbridge.serving.files.certificate=" + certificate.resolve("tls.crt"),
        "-Drootbridge.serving.files.key=" + certificate.resolve("tls.key"),
        "-jar",
        JAR.toAbsolutePath().toString());
  }

  private void awaitReady(Process process, URI readiness, long begin) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(5)).build();
    while (!isReady(request)) {
      assertThat(process.isAlive()).as("see " + Report.file("start.log")).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private boolean isReady(HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
