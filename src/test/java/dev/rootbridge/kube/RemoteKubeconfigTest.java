package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.RemoteKubeconfig.Outcome;
import dev.rootbridge.trust.TestCertificate;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteKubeconfigTest {

  private static final String CA_DATA = base64(TestCertificate.root("CN=API servers").pem());

  private static final String ISTIOS =
      """
      apiVersion: v1
      kind: Config
      clusters:
      - cluster:
          certificate-authority-data: %s
          server: https://203.0.113.7:6443
        name: cluster-b
      contexts:
      - context:
          cluster: cluster-b
          user: cluster-b
        name: cluster-b
      current-context: cluster-b
      preferences: {}
      users:
      - name: cluster-b
        user:
          token: s3cret
      """
          .formatted(CA_DATA);

  @Test
  void whatIstioctlMakesIsTakenOver() {
    Config config = usable(ISTIOS);

    assertThat(config.getMasterUrl()).isEqualTo("https://203.0.113.7:6443/");
    assertThat(config.getCaCertData()).isEqualTo(CA_DATA);
    assertThat(config.getOauthToken()).isEqualTo("s3cret");
    assertThat(config.isTrustCerts()).isFalse();
    assertThat(config.isDisableHostnameVerification()).isFalse();
  }

  @Test
  void nothingOfThisPodsOwnSettingsGoesThere() {
    Config config = usable(ISTIOS);

    assertThat(config.getClientCertFile()).isNull();
    assertThat(config.getHttpProxy()).isNull();
    assertThat(config.getHttpsProxy()).isNull();
    assertThat(config.getImpersonateUsername()).isNull();
    assertThat(config.getOauthTokenProvider()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "insecure-skip-tls-verify: true, insecure-skip-tls-verify",
    "proxy-url: http://proxy.example, proxy-url",
    "certificate-authority: /etc/passwd, certificate-authority",
    "tls-server-name: other.example, tls-server-name"
  })
  void surplusClusterFieldsAreRefusedByName(String line, String name) {
    assertThat(refusal(ISTIOS.replace("    server:", "    " + line + "\n    server:")))
        .isEqualTo(
            "the kubeconfig's cluster sets \""
                + name
                + "\", which is not allowed in a remote Secret; only certificate-authority-data,"
                + " server are");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec",
        "auth-provider",
        "tokenFile",
        "client-certificate",
        "client-key",
        "as",
        "as-uid",
        "as-groups",
        "as-user-extra",
        "username",
        "password"
      })
  void surplusUserFieldsAreRefusedByName(String name) {
    assertThat(refusal(ISTIOS.replace("    token:", "    " + name + ": x\n    token:")))
        .startsWith("the kubeconfig's user sets \"" + name + "\", which is not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://203.0.113.7:6443",
        "https://user@203.0.113.7",
        "https://203.0.113.7?x=y",
        "file:///etc/passwd",
        "https://"
      })
  void aServerThatIsNoPlainHttpsUrlIsRefused(String server) {
    assertThat(refusal(ISTIOS.replace("https://203.0.113.7:6443", server)))
        .startsWith("the kubeconfig's server is no plain https URL: ");
  }

  @Test
  void withoutCaDataTheServerCouldBeAnyone() {
    assertThat(refusal(ISTIOS.replaceAll("    certificate-authority-data: .*\n", "")))
        .contains("can't be told from an impostor");
    assertThat(refusal(ISTIOS.replace(CA_DATA, "''"))).contains("can't be told from an impostor");
  }

  @Test
  void caDataWithoutACertificateIsRefused() {
    for (String data : List.of("Q0E=", "'%'", base64("-----BEGIN CERTIFICATE-----\nMII"))) {
      assertThat(refusal(ISTIOS.replace(CA_DATA, data)))
          .startsWith("the kubeconfig's certificate-authority-data");
    }
  }

  @Test
  void aClientCertificateThatCanNotBeReadIsRefused() {
    assertThat(
            refusal(
                ISTIOS.replace(
                    "token: s3cret", "client-certificate-data: QQ==\n    client-key-data: QQ==")))
        .startsWith("the kubeconfig's certificate-authority-data, or its client certificate");
  }

  @Test
  void withoutCredentialsItIsRefused() {
    assertThat(refusal(ISTIOS.replace("    token: s3cret", "    {}")))
        .isEqualTo("the kubeconfig has neither a token nor a client certificate");
  }

  @Test
  void halfAClientCertificateIsRefused() {
    assertThat(refusal(ISTIOS.replace("token: s3cret", "client-certificate-data: QQ==")))
        .contains("both client-certificate-data and client-key-data");
  }

  @Test
  void whatIsNoKubeconfigIsRefusedWithoutRepeatingIt() {
    assertThat(refusal("users: [unclosed s3cret"))
        .isEqualTo("the kubeconfig is not valid YAML; make it anew");
    assertThat(refusal("just text")).contains("no current-context");
    assertThat(refusal("")).contains("no current-context");
    assertThat(refusal("x".repeat(300_000))).contains("more than 262144 characters");
  }

  @Test
  void yamlBombsAreRefused() {
    assertThat(refusal("[".repeat(10_000))).contains("not valid YAML");
    assertThat(refusal(ISTIOS + "current-context: other\n")).contains("not valid YAML");
  }

  @Test
  void hostileNamesComeOutPrintable() {
    assertThat(refusal(ISTIOS.replace("    token:", "    \"a\\e[31m\": 1\n    token:")))
        .contains("\"a?[31m\"");
  }

  @Test
  void eachConnectionComesBackAtATimeOfItsOwn() {
    RemoteAccess access = ((Outcome.Usable) RemoteKubeconfig.parse(ISTIOS)).access();
    Set<Integer> firstIntervals = new HashSet<>();
    try (OutboundNetwork network = new OutboundNetwork(AddressRule.allowing(List.of()))) {
      for (int i = 0; i < 10; i++) {
        try (KubernetesClient client = access.connect(network)) {
          firstIntervals.add(client.getConfiguration().getWatchReconnectInterval());
        }
      }
    }
    // That ten of 700 are the same is as good as impossible.
    assertThat(firstIntervals).hasSizeGreaterThan(1).allMatch(millis -> millis >= 700);
    assertThat(firstIntervals).allMatch(millis -> millis < 1400);
  }

  private static Config usable(String kubeconfig) {
    Outcome outcome = RemoteKubeconfig.parse(kubeconfig);
    assertThat(outcome).isInstanceOf(Outcome.Usable.class);
    return ((Outcome.Usable) outcome).access().config();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The client would throw at the first request, and say the token in its message. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"s3cret\\n\"", "\"s3\\rcret\"", "\"s3\\x01cret\"", "s3 cret", "\"s3cr\u00e9t\""})
  void aTokenThatIsNoBearerTokenIsRefusedAndNotRepeated(String token) {
    assertThat(refusal(ISTIOS.replace("token: s3cret", "token: " + token)))
        .isEqualTo(
            "the kubeconfig's token holds characters that no bearer token has (RFC 6750), such as a"
                + " line end; make it anew");
  }

  @Test
  void aPortThatIsNoneIsRefused() {
    String server = ISTIOS.replaceAll("server: \\S+", "server: https://api.example:70000");
    assertThat(refusal(server))
        .isEqualTo("the kubeconfig's server is no plain https URL: \"https://api.example:70000\"");
  }

  private static String refusal(String kubeconfig) {
    Outcome outcome = RemoteKubeconfig.parse(kubeconfig);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).message();
  }
}
