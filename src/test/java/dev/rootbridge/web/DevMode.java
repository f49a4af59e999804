package dev.rootbridge.web;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The application as {@code quarkus:dev} starts it, on ports that are free. */
public final class DevMode implements QuarkusTestProfile {

  /** Of the webhook with and without TLS, of health and metrics, and of the page. */
  private static final List<Integer> PORTS = freePorts(4);

  /** All of them are held until the last is found: one that was let go could be found again. */
  private static List<Integer> freePorts(int count) {
    if (count == 0) {
      return List.of();
    }
    try (ServerSocket socket = new ServerSocket(0)) {
      List<Integer> ports = new ArrayList<>(freePorts(count - 1));
      ports.add(socket.getLocalPort());
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String getConfigProfile() {
    return "dev";
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    // None is left to choose its own: metrics can't tell such a server from one that can't.
    return Map.of(
        "quarkus.http.test-port", PORTS.get(0).toString(),
        "quarkus.http.test-ssl-port", PORTS.get(1).toString(),
        "quarkus.management.test-port", PORTS.get(2).toString(),
        "rootbridge.page.port", PORTS.get(3).toString());
  }
}
