package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.mesh.LocalTrustDomain;
import dev.rootbridge.mesh.LocalTrustDomain.Named;
import dev.rootbridge.mesh.LocalTrustDomain.Unknown;
import dev.rootbridge.trust.TrustDomain;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalTrustDomainSettingTest {

  private static final LocalTrustDomain MESH =
      new Named(new TrustDomain("mesh.example"), "the mesh config");

  @Test
  void whatIsSetIsTakenAndNobodyAsked() {
    assertThat(
            LocalTrustDomainSetting.read(
                local(Map.of("rootbridge.local.trust-domain", "Set.example")),
                () -> {
                  throw new AssertionError("asked");
                }))
        .isEqualTo(new TrustDomain("set.example"));
  }

  @Test
  void whereNothingIsSetItIsAsTheMeshConfigSays() {
    assertThat(LocalTrustDomainSetting.read(local(Map.of()), () -> MESH))
        .isEqualTo(new TrustDomain("mesh.example"));
  }

  @Test
  void whereNobodySaysItTheStartEndsWithBothRemedies() {
    assertThatThrownBy(
            () ->
                LocalTrustDomainSetting.read(
                    local(Map.of()), () -> new Unknown("ConfigMap istio does not exist")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "the configuration is not usable:\n  rootbridge.local.trust-domain: is not set, and the"
                + " mesh config doesn't tell: ConfigMap istio does not exist; set it to the trust"
                + " domain of this cluster's mesh, or name the mesh's ConfigMaps in"
                + " rootbridge.mesh.config-maps");
  }

  private static RootbridgeConfig.Local local(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("rootbridge.instance", "rootbridge");
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(RootbridgeConfig.class)
        .withSources(new PropertiesConfigSource(all, "test", 100))
        .build()
        .getConfigMapping(RootbridgeConfig.class)
        .local();
  }
}
