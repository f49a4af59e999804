package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRuleTest {

  @Test
  void rootsByThemselvesAreRead() {
    assertThat(SecretRule.refusal("roots", "Opaque", List.of("root-cert.pem", "ca.crt"))).isEmpty();
    assertThat(SecretRule.refusal("roots", "example.com/roots", List.of("roots"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cacerts", "istio-ca-secret"})
  void theSecretsOfIstiosCaAreRefusedByName(String name) {
    assertThat(SecretRule.refusal(name, "Opaque", List.of("root-cert.pem")))
        .contains("it is the Secret of a CA, with its private key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubernetes.io/tls",
        "kubernetes.io/service-account-token",
        "kubernetes.io/ssh-auth",
        "kubernetes.io/dockerconfigjson",
        "bootstrap.kubernetes.io/token",
        "istio.io/ca-root",
        "istio.io/cacerts",
        "istio.io/key-and-cert"
      })
  void typesOfKeysAndTokensAreRefused(String type) {
    assertThat(SecretRule.refusal("roots", type, List.of("ca.crt")))
        .contains("it is of type " + type + ", which holds keys or tokens");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.key", "ca-key.pem", "key.pem", "server.key", "ca.key"})
  void aPrivateKeyBesideTheRootsIsRefused(String key) {
    assertThat(SecretRule.refusal("roots", "Opaque", List.of("root-cert.pem", key)))
        .contains("it holds a private key, \"" + key + "\"");
  }
}
