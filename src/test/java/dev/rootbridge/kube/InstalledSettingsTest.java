package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import org.junit.jupiter.api.Test;

class InstalledSettingsTest {

  private static final ConfigMapKey ROOT =
      new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem");

  @Test
  void whatIsNotSetIsAsByDefault() {
    InstalledSettings settings = InstalledSettings.of("");
    assertThat(settings.localRoot()).isEqualTo(ROOT);
    assertThat(settings.meshConfigs()).containsExactly("istio", "rootbridge-mesh");
    assertThat(settings.get("rootbridge.local.trust-domain")).isEmpty();
  }

  @Test
  void whatIsSetCounts() {
    InstalledSettings settings =
        InstalledSettings.of(
            """
            rootbridge.local.trust-domain = a.example
            rootbridge.mesh.root-namespace=mesh
            rootbridge.mesh.config-maps=istio, istio-canary
            rootbridge.mesh.publish.config-map=shared
            """);
    assertThat(settings.get("rootbridge.local.trust-domain")).hasValue("a.example");
    assertThat(settings.meshConfigs()).containsExactly("istio", "istio-canary", "shared");
    assertThat(settings.localRoot().namespace()).isEqualTo("mesh");
    assertThat(settings.list("rootbridge.mesh.config-maps"))
        .containsExactly("istio", "istio-canary");
    assertThat(settings.list("rootbridge.sources.allowed-addresses")).isEmpty();
  }
}
