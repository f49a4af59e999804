package dev.rootbridge.web;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The application as {@code quarkus:dev} starts it, on ports that are free. */
public final class DevMode implements QuarkusTestProfile {

  @Override
  public String getConfigProfile() {
    return "dev";
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    // All or none: metrics can't tell a server with a port of its choice from one without.
    return Map.of(
        "quarkus.http.test-port", "0",
        "quarkus.http.test-ssl-port", "0",
        "quarkus.management.test-port", "0");
  }
}
