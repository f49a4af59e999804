package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles.Named;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles.OnlyOneOfSigner;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.Inline;
import dev.rootbridge.sync.SourceSpec.PemFile;
import dev.rootbridge.trust.TestCertificate;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalRootSettingTest {

  private static final String PEM = TestCertificate.root("O=Local").pem();

  @Test
  void isIstiodsOwnConfigMapByDefault() {
    assertThat(read(Map.of()))
        .isEqualTo(new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem"));
  }

  @Test
  void isAnotherConfigMapByWhateverPartIsNamed() {
    assertThat(read(Map.of("config-map.name", "roots")))
        .isEqualTo(new ConfigMapKey("istio-system", "roots", "root-cert.pem"));
    assertThat(
            read(
                Map.of(
                    "config-map.namespace", "pki",
                    "config-map.name", "roots",
                    "config-map.key", "ca.crt")))
        .isEqualTo(new ConfigMapKey("pki", "roots", "ca.crt"));
  }

  @Test
  void isGivenAsTextOrFile() {
    assertThat(read(Map.of("inline.pem", PEM)))
        .isEqualTo(new Inline(PEM, "rootbridge.local.root.inline.pem"));
    assertThat(read(Map.of("inline.file", "/etc/rootbridge/root.pem")))
        .isEqualTo(new PemFile(Path.of("/etc/rootbridge/root.pem")));
  }

  @Test
  void isAClusterTrustBundleByNameOrTheOnlyOneOfASigner() {
    assertThat(read(Map.of("cluster-trust-bundle.name", "istio.io:istiod-ca:root-cert")))
        .isEqualTo(new Named("istio.io:istiod-ca:root-cert"));
    assertThat(read(Map.of("cluster-trust-bundle.signer-name", "istio.io/istiod-ca")))
        .isEqualTo(
            new OnlyOneOfSigner(
                "istio.io/istiod-ca",
                "set rootbridge.local.root.cluster-trust-bundle.name, or"
                    + " rootbridge.local.root.inline, instead of .signer-name, to say which is the"
                    + " mesh's"));
  }

  @Test
  void isOneOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("config-map.name", "roots", "inline.file", "/root.pem")))
        .withMessage(
            "rootbridge.local.root.config-map and rootbridge.local.root.inline.file are set: this"
                + " cluster's roots are read from one place");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("inline.pem", PEM, "inline.file", "/root.pem")))
        .withMessageStartingWith(
            "rootbridge.local.root.inline.pem and rootbridge.local.root.inline.file are set");
  }

  @Test
  void textThatIsNoPemStopsTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("inline.pem", "my root")))
        .withMessageStartingWith("rootbridge.local.root.inline.pem, line 1: ");
  }

  private static SourceSpec read(Map<String, String> settings) {
    Map<String, String> properties = new HashMap<>();
    properties.put("rootbridge.local.trust-domain", "cluster-a.example");
    settings.forEach((name, value) -> properties.put("rootbridge.local.root." + name, value));
    return LocalRootSetting.read(
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(RootbridgeConfig.class)
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .build()
            .getConfigMapping(RootbridgeConfig.class)
            .local()
            .root());
  }
}
