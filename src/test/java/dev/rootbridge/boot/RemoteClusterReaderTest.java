package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.kube.RemoteClusterSettings;
import dev.rootbridge.kube.RemoteClusterSettings.CallerRule;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemoteClusterReaderTest {

  private static final String WEST = "rootbridge.remote-clusters.west.";

  @Test
  void aSecretIsAllThatIsNeeded() {
    assertThat(read(Map.of(WEST + "secret.name", "west-access")))
        .containsExactly(
            new RemoteClusterSettings(
                "west",
                new RemoteCluster(
                    "istio-system",
                    "west-access",
                    Optional.empty(),
                    new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem")),
                new CallerRule.Anyone()));
  }

  @Test
  void allCanBeSet() {
    String east = "rootbridge.remote-clusters.\"east.example\".";

    assertThat(
            read(
                Map.ofEntries(
                    Map.entry(east + "secret.namespace", "mesh"),
                    Map.entry(east + "secret.name", "east"),
                    Map.entry(east + "secret.key", "kubeconfig"),
                    Map.entry(east + "root.namespace", "istio"),
                    Map.entry(east + "root.name", "roots"),
                    Map.entry(east + "root.key", "ca.pem"),
                    Map.entry(east + "caller-auth", "token-review"),
                    Map.entry(east + "audiences", "one.example,two.example"),
                    Map.entry(east + "allowed-callers", "system:serviceaccount:a:b,admin"))))
        .containsExactly(
            new RemoteClusterSettings(
                "east.example",
                new RemoteCluster(
                    "mesh",
                    "east",
                    Optional.of("kubeconfig"),
                    new ConfigMapKey("istio", "roots", "ca.pem")),
                new CallerRule.TokenReview(
                    Set.of("one.example", "two.example"),
                    Set.of("system:serviceaccount:a:b", "admin"))));
  }

  @Test
  void clientCertificatesAreKnownByTheirCommonNames() {
    assertThat(
            read(
                Map.of(
                    WEST + "secret.name", "west",
                    WEST + "caller-auth", "mtls",
                    WEST + "allowed-callers", "west-api-server")))
        .singleElement()
        .returns(
            new CallerRule.ClientCertificate(Set.of("west-api-server")),
            RemoteClusterSettings::callers);
  }

  @Test
  void allMistakesAreToldAtOnceByTheNamesOfTheProperties() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "rootbridge.remote-clusters.\"a/b\".secret.name",
                        "fine",
                        "rootbridge.remote-clusters.east.caller-auth",
                        "token-review",
                        "rootbridge.remote-clusters.north.caller-auth",
                        "oidc",
                        "rootbridge.remote-clusters.north.secret.name",
                        "North",
                        WEST + "secret.name",
                        "west",
                        WEST + "audiences",
                        "x",
                        WEST + "allowed-callers",
                        "y")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            the configuration of remote clusters is not usable:
              rootbridge.remote-clusters.a/b.*: the name must be what Istio calls the cluster: 1 to\
             253 printable characters without spaces, quotes and / ? # % \\
              rootbridge.remote-clusters.east.secret.name: is missing; name the Secret with the\
             kubeconfig
              rootbridge.remote-clusters.east.audiences: token-review needs at least one, else a\
             token for anything would do
              rootbridge.remote-clusters.east.allowed-callers: token-review needs at least one user\
             name, such as system:serviceaccount:NAMESPACE:NAME
              rootbridge.remote-clusters.north.secret.name: must name the Secret with the\
             kubeconfig, but is North
              rootbridge.remote-clusters.north.caller-auth: must be none, token-review or mtls, but\
             is oidc
              rootbridge.remote-clusters.west.audiences: only token-review uses them; caller-auth\
             is none
              rootbridge.remote-clusters.west.allowed-callers: is not looked at while caller-auth\
             is none; set token-review or mtls, or take it out""");
  }

  private static List<RemoteClusterSettings> read(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("rootbridge.local.trust-domain", "cluster-a.example");
    RootbridgeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(RootbridgeConfig.class)
            .withSources(new PropertiesConfigSource(all, "test", 100))
            .build()
            .getConfigMapping(RootbridgeConfig.class);
    return RemoteClusterReader.read(config.remoteClusters());
  }
}
