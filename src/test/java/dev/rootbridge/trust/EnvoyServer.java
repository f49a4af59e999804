package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A real Envoy with one TLS listener a bundle, each set up as Istio's agent does it: client
 * certificates are required, and the trusted file comes by SDS from a directory that is swapped as
 * the kubelet swaps a ConfigMap. Whoever is let in hears its own words.
 */
final class EnvoyServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The trusted files of one listener. */
  record Trust(String rootCertPem, Optional<String> crlPem) {

    static Trust in(String rootCertPem) {
      return new Trust(rootCertPem, Optional.empty());
    }
  }

  private final Path directory;
  private final Process process;
  private final URI admin;
  private final Map<String, Integer> ports = new TreeMap<>();
  private final Map<String, Integer> generations = new TreeMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private EnvoyServer(Path directory, Process process, URI admin) {
    this.directory = directory;
    this.process = process;
    this.admin = admin;
  }

  /** Skips the test where there is no Envoy, but fails it in CI. */
  static EnvoyServer start(Path directory, Map<String, Trust> listeners) throws IOException {
    String binary = System.getenv("ENVOY_BIN");
    if (System.getenv("CI") != null) {
      assertThat(binary).as("ENVOY_BIN, needed in CI").isNotNull();
    }
    assumeTrue(binary != null, "skipped: ENVOY_BIN is not set");

    TestCertificate server =
        TestCertificate.root("CN=Server").workload("spiffe://server/sa").realTime().mint();
    Files.writeString(directory.resolve("server.pem"), server.pem());
    Files.writeString(directory.resolve("server.key"), server.keyPem());
    List<String> configs = new ArrayList<>();
    for (Map.Entry<String, Trust> listener : listeners.entrySet()) {
      Files.createDirectory(directory.resolve(listener.getKey()));
      swap(directory.resolve(listener.getKey()), 0, listener.getValue());
      configs.add(listenerConfig(directory, listener.getKey(), listener.getValue()));
    }
    Path config = Files.writeString(directory.resolve("envoy.json"), bootstrap(configs));
    Path adminAddress = directory.resolve("admin-address");
    Process process =
        new ProcessBuilder(
                binary,
                "-c",
                config.toString(),
                "--admin-address-path",
                adminAddress.toString(),
                "--disable-hot-restart",
                "--concurrency",
                "1",
                "--log-level",
                "warning")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("envoy.log").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              assertThat(process.isAlive())
                  .as(() -> "Envoy runs; its log: " + log(directory))
                  .isTrue();
              return Files.exists(adminAddress) && Files.size(adminAddress) > 0;
            });
    EnvoyServer envoy =
        new EnvoyServer(
            directory, process, URI.create("http://" + Files.readString(adminAddress).strip()));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> envoy.discoverPorts().size() == listeners.size());
    return envoy;
  }

  int port(String listener) {
    return ports.get(listener);
  }

  /** Handshakes that a listener refused because of the client's certificate, so far. */
  long refusals(String listener) {
    return count("listener." + listener + ".ssl.fail_verify_error");
  }

  /** Handshakes of a listener that went without a client certificate, by resuming a session. */
  long resumptions(String listener) {
    return count("listener." + listener + ".ssl.session_reused");
  }

  private long count(String name) {
    return get("/stats?filter=" + name)
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
        .sum();
  }

  /** Replaces what a listener trusts, as the kubelet does with a ConfigMap that changed. */
  void swap(String listener, Trust trust) throws IOException {
    int generation = generations.merge(listener, 1, Integer::sum);
    swap(directory.resolve(listener), generation, trust);
  }

  private static void swap(Path mount, int generation, Trust trust) throws IOException {
    Path data = Files.createDirectory(mount.resolve("..data_" + generation));
    Files.writeString(data.resolve("root-cert.pem"), trust.rootCertPem());
    if (trust.crlPem().isPresent()) {
      Files.writeString(data.resolve("ca-crl.pem"), trust.crlPem().get());
    }
    Path link = mount.resolve("..data_tmp");
    Files.createSymbolicLink(link, data.getFileName());
    Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Map<String, Integer> discoverPorts() throws IOException {
    for (JsonNode status : JSON.readTree(get("/listeners?format=json")).path("listener_statuses")) {
      ports.put(
          status.path("name").asText(),
          status.path("local_address").path("socket_address").path("port_value").asInt());
    }
    return ports;
  }

  private String get(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(admin.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String bootstrap(List<String> listeners) {
    return """
    {"node": {"id": "test", "cluster": "test"},
     "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}}},
     "static_resources": {"listeners": [%s]}}
    """
        .formatted(String.join(",\n", listeners));
  }

  private static String listenerConfig(Path directory, String name, Trust trust)
      throws IOException {
    Path mount = directory.resolve(name);
    String crl =
        trust.crlPem().isPresent()
            ? "\"crl\": {\"filename\": \"%s/..data/ca-crl.pem\"},".formatted(mount)
            : "";
    Path sds =
        Files.writeString(
            directory.resolve(name + "-sds.json"),
            """
            {"resources": [{
              "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
              "name": "ROOTCA",
              "validation_context": {
                "trusted_ca": {"filename": "%s/..data/root-cert.pem"}, %s
                "watched_directory": {"path": "%s"}}}]}
            """
                .formatted(mount, crl, mount));
    return """
    {"name": "%1$s", "stat_prefix": "%1$s",
     "address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}},
     "filter_chains": [{
       "transport_socket": {
         "name": "envoy.transport_sockets.tls",
         "typed_config": {
           "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
           "require_client_certificate": true,
           "common_tls_context": {
             "tls_certificates": [{
               "certificate_chain": {"filename": "%2$s/server.pem"},
               "private_key": {"filename": "%2$s/server.key"}}],
             "validation_context_sds_secret_config": {
               "name": "ROOTCA",
               "sds_config": {
                 "resource_api_version": "V3",
                 "path_config_source": {
                   "path": "%3$s", "watched_directory": {"path": "%4$s"}}}}}}},
       "filters": [{
         "name": "envoy.filters.network.echo",
         "typed_config": {
           "@type": "type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo"}}]}]}
    """
        .formatted(name, directory, sds, mount);
  }

  private static String log(Path directory) {
    try {
      return Files.readString(directory.resolve("envoy.log"));
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
