package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packaged program with settings that can't be used. */
class ConfigurationIT {

  @Test
  void allMistakesAreToldAtOnceWithTheirFullNames() {
    Command.Result ended =
        start(
            "rootbridge.local.trust-domain=spiffe://cluster-a.example",
            "rootbridge.local.istiod=nowhere",
            "rootbridge.local.overlap=-1s",
            "rootbridge.local.root.inline.pem=junk",
            "rootbridge.sources.max-names=0",
            "rootbridge.sources.allowed-addresses=everywhere",
            "rootbridge.sync.writers=0",
            "rootbridge.sync.resync=0s",
            "rootbridge.lease.renew-deadline=20s",
            "rootbridge.serving.hosts=*.example",
            "rootbridge.mesh.root-namespace=Istio",
            "rootbridge.mesh.config-maps=istio,istio/canary",
            "rootbridge.mesh.publish.config-map=a_name",
            "rootbridge.bundle-endpoint.enabled=true",
            "rootbridge.page.tls-configuration-name=inside",
            "rootbridge.remote-clusters.east.secret.name=east",
            "rootbridge.remote-clusters.east.caller-auth=mtls",
            "rootbridge.remote-clusters.east.allowed-callers=api-server",
            "rootbridge.remote-clusters.west.caller-auth=password");

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output() + ended.errors())
        .contains(
            "the configuration is not usable:",
            "rootbridge.local.trust-domain: a trust domain holds only",
            "rootbridge.local.istiod: ",
            "rootbridge.local.overlap: must not be negative",
            "rootbridge.local.root.inline.pem",
            "rootbridge.sources.max-names: must be 1 or more, but is 0",
            "rootbridge.sources.allowed-addresses: ",
            "rootbridge.sync.writers is 0",
            "rootbridge.sync.resync: must be 1 or more, but is 0",
            "rootbridge.lease.renew-deadline is PT20S",
            "rootbridge.serving.hosts: \"*.example\"",
            "rootbridge.mesh.root-namespace: must be the name of a namespace, but is Istio",
            "rootbridge.mesh.config-maps: must be the name of a Kubernetes object, but is istio/",
            "rootbridge.mesh.publish.config-map: must be the name of a Kubernetes object, but is a",
            "rootbridge.bundle-endpoint.enabled needs a certificate: set quarkus.tls.bundle.key",
            "rootbridge.page.tls-configuration-name needs a certificate: set quarkus.tls.inside.",
            "rootbridge.remote-clusters.east.caller-auth: mtls needs the CA of the client",
            "rootbridge.remote-clusters.west.secret.name: is missing",
            "rootbridge.remote-clusters.west.caller-auth: must be none, token-review or mtls");
  }

  @Test
  void whatIsNotOfItsTypeIsToldAtOnceToo() {
    Command.Result ended =
        start(
            "rootbridge.lease.duration=long",
            "rootbridge.sync.writers=many",
            "rootbridge.serving.mode=by-hand");

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output() + ended.errors())
        .contains(
            "rootbridge.lease.duration", "rootbridge.sync.writers", "rootbridge.serving.mode");
  }

  @Test
  void whatThisMeshIsCalledIsNotGuessed() {
    Path kubeconfig =
        Scratch.write(
            "nowhere.kubeconfig",
            Kubeconfig.withToken(
                "nowhere",
                "https://127.0.0.1:1",
                RootCa.mint(KeyKind.EC_P256, "CN=nowhere").pem(),
                "none"));
    Command.Result ended = command().with("KUBECONFIG", kubeconfig.toString()).run();

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output() + ended.errors())
        .contains(
            "the configuration is not usable:",
            "rootbridge.local.trust-domain: is not set, and the mesh config doesn't tell: ConfigMap"
                + " istio-system/istio can't be read: ")
        .doesNotContain("\tat ");
  }

  private static Command.Result start(String... settings) {
    return command(settings).run();
  }

  private static Command command(String... settings) {
    List<String> words =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    for (String setting : settings) {
      words.add("-D" + setting);
    }
    words.add("-jar");
    words.add(System.getProperty("it.jar", "target/quarkus-app/quarkus-run.jar"));
    return Command.of(words.toArray(String[]::new));
  }
}
