package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.trust.PemLimits;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WiringTest {

  @Test
  void sourcesMayHoldAsMuchAsTheParserAllowsByItself() {
    assertThat(Wiring.limits(sources(Map.of()))).isEqualTo(PemLimits.DEFAULTS);
  }

  @Test
  void everyLimitCanBeSet() {
    Map<String, String> settings =
        Map.of(
            "rootbridge.sources.max-bytes", "1",
            "rootbridge.sources.max-certificates", "2",
            "rootbridge.sources.max-certificate-bytes", "3",
            "rootbridge.sources.max-names", "4",
            "rootbridge.sources.max-subtrees", "5");

    assertThat(Wiring.limits(sources(settings))).isEqualTo(new PemLimits(1, 2, 3, 4, 5));
  }

  @Test
  void aLimitThatAllowsNothingIsRefused() {
    RootbridgeConfig.Sources sources = sources(Map.of("rootbridge.sources.max-names", "0"));

    assertThatThrownBy(() -> Wiring.limits(sources))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxNames must be at least 1, not 0");
  }

  private static RootbridgeConfig.Sources sources(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("rootbridge.local.trust-domain", "cluster-a.example");
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(RootbridgeConfig.class)
        .withSources(new PropertiesConfigSource(all, "test", 100))
        .build()
        .getConfigMapping(RootbridgeConfig.class)
        .sources();
  }
}
