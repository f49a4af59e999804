package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.explain.RemoteFacts.Callers;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstalledRemoteTest {

  private static final ConfigMapKey ROOT =
      new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem");

  @Test
  void remoteClustersAreFoundByTheirSecrets() {
    assertThat(
            read(
                """
                rootbridge.remote-clusters.west.secret.name=reads-west
                rootbridge.remote-clusters."east.example".secret.name=reads-east
                rootbridge.remote-clusters."east.example".secret.key=east
                """))
        .containsOnlyKeys("west", "east.example")
        .containsEntry(
            "west",
            new InstalledRemote(
                new RemoteCluster("istio-system", "reads-west", Optional.empty(), ROOT),
                new Callers.Anyone()))
        .containsEntry(
            "east.example",
            new InstalledRemote(
                new RemoteCluster("istio-system", "reads-east", Optional.of("east"), ROOT),
                new Callers.Anyone()));
    assertThat(read("")).isEmpty();
  }

  @Test
  void whomTheirCallsComeFromIsReadToo() {
    assertThat(callers("token-review\n%1$saudiences=x, y\n%1$sallowed-callers=u"))
        .isEqualTo(new Callers.Tokens(Set.of("x", "y"), Set.of("u")));
    assertThat(callers("mtls\n%1$sallowed-callers=west-api"))
        .isEqualTo(new Callers.Certificates(Set.of("west-api")));
    assertThat(callers("oidc")).isEqualTo(new Callers.Unknown("oidc"));
  }

  private static Callers callers(String auth) {
    String text = "%1$ssecret.name=reads-west\n%1$scaller-auth=" + auth;
    return read(text.formatted("rootbridge.remote-clusters.west.")).get("west").callers();
  }

  private static Map<String, InstalledRemote> read(String text) {
    return InstalledRemote.of(InstalledSettings.of(text));
  }
}
