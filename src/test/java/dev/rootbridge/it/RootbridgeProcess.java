package dev.rootbridge.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * The packaged jar, run as a user runs it: in a process of its own, told where its cluster and its
 * certificate are. So the tests see the jar, the configuration names, the JVM's settings and the
 * rights that users get.
 */
final class RootbridgeProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int LOG_TAIL_LINES = 40;

  private final Process process;
  private final Path log;
  private final URI webhook;
  private final URI management;
  private final URI bundleEndpoint;
  private final URI page;

  private RootbridgeProcess(
      Process process, Path log, URI webhook, URI management, URI bundleEndpoint, URI page) {
    this.process = process;
    this.log = log;
    this.webhook = webhook;
    this.management = management;
    this.bundleEndpoint = bundleEndpoint;
    this.page = page;
  }

  /**
   * Starts it and waits until it says that it is ready.
   *
   * @param kubeconfig whom it is in which cluster
   * @param servingCertificate a folder with {@code tls.crt} and {@code tls.key}
   * @param trustDomain the trust domain of its own cluster
   * @param settings further ones, by name
   */
  static RootbridgeProcess start(
      Path kubeconfig, Path servingCertificate, String trustDomain, Map<String, String> settings) {
    RootbridgeProcess started = launch(kubeconfig, servingCertificate, trustDomain, settings);
    started.awaitReady(started.management.resolve("/q/health/ready"));
    return started;
  }

  /** Starts it and doesn't wait; the same parameters. */
  static RootbridgeProcess launch(
      Path kubeconfig, Path servingCertificate, String trustDomain, Map<String, String> settings) {
    List<Integer> ports = freePorts(4);
    int webhookPort = ports.get(0);
    int managementPort = ports.get(1);
    int bundlePort = ports.get(2);
    int pagePort = ports.get(3);
    String files = "-Drootbridge.serving.files.";
    String bundleKeyStore = "-Dquarkus.tls.bundle.key-store.pem.0.";
    Path log = Scratch.file(settings.getOrDefault("rootbridge.instance", "rootbridge") + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.http.ssl-port=" + webhookPort,
                "-Dquarkus.management.port=" + managementPort,
                "-Drootbridge.page.port=" + pagePort,
                "-Drootbridge.serving.mode=files",
                files + "certificate=" + servingCertificate.resolve("tls.crt"),
                files + "key=" + servingCertificate.resolve("tls.key"),
                bundleKeyStore + "cert=" + servingCertificate.resolve("tls.crt"),
                bundleKeyStore + "key=" + servingCertificate.resolve("tls.key"),
                "-Drootbridge.bundle-endpoint.enabled=true",
                "-Drootbridge.bundle-endpoint.port=" + bundlePort,
                "-Drootbridge.cluster=kubeconfig",
                "-Drootbridge.local.trust-domain=" + trustDomain,
                // Cluster B may have no other address on a machine without a network.
                "-Drootbridge.sources.allowed-addresses=127.0.0.0/8",
                // Nobody is to be sent elsewhere.
                "-Dquarkus.shutdown.delay=0s",
                // Passes without a change too are among what a test sees.
                "-Drootbridge.sync.resync=1s"));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of("-jar", System.getProperty("it.jar", "target/quarkus-app/quarkus-run.jar")));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    ShippedJvm.environment()
        .forEach((name, value) -> builder.environment().merge(name, value, ShippedJvm::both));
    try {
      URI webhook = URI.create("https://127.0.0.1:" + webhookPort + "/inject");
      Process process = builder.start();
      // For builds that are interrupted: it would outlive them.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new RootbridgeProcess(
          process,
          log,
          webhook,
          URI.create("http://127.0.0.1:" + managementPort),
          URI.create("https://127.0.0.1:" + bundlePort + "/bundle"),
          URI.create("http://127.0.0.1:" + pagePort + "/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady(URI readiness) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(5)).build();
    try {
      await("readiness of Rootbridge")
          .atMost(START_LIMIT)
          .failFast("Rootbridge ended while starting", () -> !process.isAlive())
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> client.send(request, BodyHandlers.discarding()).statusCode() == 200);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      close();
      throw new IllegalStateException(logTail(), e);
    }
  }

  /** Of the process, as the operating system names it. */
  long pid() {
    return process.pid();
  }

  /** What a kubelet would find, asking now. */
  boolean isReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(management.resolve("/q/health/ready"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException unreachable) {
      return false;
    }
  }

  /** What it says about its readiness, in JSON; empty while nobody answers. */
  String readiness() throws InterruptedException {
    return health("ready");
  }

  /** What it says about its start, in JSON; empty while nobody answers. */
  String startup() throws InterruptedException {
    return health("started");
  }

  private String health(String kind) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(management.resolve("/q/health/" + kind)).build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } catch (IOException unreachable) {
      return "";
    }
  }

  /** Where the webhook answers, as an API server would call it. */
  URI webhook() {
    return webhook;
  }

  /** Where others read this cluster's trust bundle. */
  URI bundleEndpoint() {
    return bundleEndpoint;
  }

  /** Where people read who trusts whom. */
  URI page() {
    return page;
  }

  /** All that it logged so far. */
  String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it tells Prometheus. */
  String metrics() {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(management.resolve("/q/metrics")).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The end of its log, with a line that says where the rest is. */
  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      int from = Math.max(0, lines.size() - LOG_TAIL_LINES);
      return "The end of " + log + ":\n" + String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them are held until the last is found: one that was let go could be found again. */
  private static List<Integer> freePorts(int count) {
    if (count == 0) {
      return List.of();
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Integer> ports = new ArrayList<>(freePorts(count - 1));
      ports.add(socket.getLocalPort());
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it in its tracks: it keeps all it has, and doesn't notice. */
  void pause() {
    signal("STOP");
  }

  /** Lets it go on where it was. */
  void resume() {
    signal("CONT");
  }

  /** Asks it to end, as the kubelet does, and waits until it has. */
  void terminate() {
    signal("TERM");
    process.onExit().join();
  }

  private void signal(String name) {
    Command.of("kill", "-" + name, Long.toString(process.pid())).succeed();
  }

  /** Ends it as a crash would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
