package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstalledSettingsTest {

  private static final ConfigMapKey ROOT =
      new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem");

  @Test
  void whatIsNotSetIsAsByDefault() {
    InstalledSettings settings = InstalledSettings.of("");
    assertThat(settings.localRoot()).isEqualTo(ROOT);
    assertThat(settings.meshConfigs()).containsExactly("istio", "rootbridge-mesh");
    assertThat(settings.remoteClusters()).isEmpty();
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
  }

  @Test
  void remoteClustersAreFoundByTheirSecrets() {
    assertThat(
            InstalledSettings.of(
                    """
                    rootbridge.remote-clusters.west.secret.name=reads-west
                    rootbridge.remote-clusters."east.example".secret.name=reads-east
                    rootbridge.remote-clusters."east.example".secret.key=east
                    """)
                .remoteClusters())
        .containsOnlyKeys("west", "east.example")
        .containsEntry(
            "west", new RemoteCluster("istio-system", "reads-west", Optional.empty(), ROOT))
        .containsEntry(
            "east.example",
            new RemoteCluster("istio-system", "reads-east", Optional.of("east"), ROOT));
  }
}
