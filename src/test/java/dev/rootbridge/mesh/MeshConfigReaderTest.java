package dev.rootbridge.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.MeshConfigOutcome.Parsed;
import dev.rootbridge.mesh.MeshConfigOutcome.Rejected;
import dev.rootbridge.trust.TestCertificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeshConfigReaderTest {

  private static final TestCertificate B = TestCertificate.root("O=B");
  private static final TestCertificate C = TestCertificate.root("O=C");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "---\n",
        "{}",
        "trustDomain: cluster-a.example\n",
        "caCertificates: [{trustDomains: [cluster-b.example]}]",
        "caCertificates:\ndefaultConfig:\n  discoveryAddress: istiod.istio-system.svc:15012\n",
        "caCertificates: [{pem: ''}]",
      })
  void mostTrustNobodyElse(String text) {
    assertThat(MeshConfigReader.read(text))
        .isInstanceOfSatisfying(
            Parsed.class,
            parsed -> assertThat(parsed.trust()).isEqualTo(new MeshTrust(List.of(), List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"caCertificates: []", "caCertificates: [{pem: ''}]"})
  void aListOfCertificatesShadowsAnotherThoughItNamesNobody(String text) {
    assertThat(MeshConfigReader.read(text))
        .isInstanceOfSatisfying(
            Parsed.class, parsed -> assertThat(parsed.domains().listed()).contains(List.of()));
  }

  @Test
  void rootsStandInTwoPlaces() {
    String text =
        """
        accessLogFile: /dev/stdout
        caCertificates:
        - trustDomains: [cluster-b.example]
        - pem: |
        %s
          trustDomains: [cluster-b.example]
        - pem: |
        %s
        defaultConfig:
          caCertificatesPem:
          - |
        %s
        """
            .formatted(
                B.pem().indent(4).stripTrailing(),
                (C.pem() + B.pem()).indent(4).stripTrailing(),
                C.pem().indent(4).stripTrailing());

    assertThat(trust(text).roots())
        .containsExactly(
            new MeshTrust.Root("caCertificates[1].pem", B.anchor()),
            new MeshTrust.Root("caCertificates[2].pem", C.anchor()),
            new MeshTrust.Root("caCertificates[2].pem", B.anchor()),
            new MeshTrust.Root("defaultConfig.caCertificatesPem[0]", C.anchor()));
  }

  @Test
  void jsonAndTheNamesOfTheProtocolBuffersAreTheSame() {
    String pem = B.pem().replace("\n", "\\n");

    assertThat(
            trust(
                    "{\"ca_certificates\": [{\"pem\": \"%s\"}],".formatted(pem)
                        + " \"default_config\": {\"ca_certificates_pem\": [\"%s\"]}}"
                            .formatted(pem))
                .roots())
        .containsExactly(
            new MeshTrust.Root("ca_certificates[0].pem", B.anchor()),
            new MeshTrust.Root("default_config.ca_certificates_pem[0]", B.anchor()));
  }

  @Test
  void aRootBehindAnAliasIsTrustedAllTheSame() {
    String pem = B.pem().replace("\n", "\\n");

    assertThat(
            trust("x: &entry {pem: \"%s\"}\ncaCertificates: [*entry, {<<: *entry}]".formatted(pem))
                .roots())
        .containsExactly(
            new MeshTrust.Root("caCertificates[0].pem", B.anchor()),
            new MeshTrust.Root("caCertificates[1].pem", B.anchor()));
  }

  @Test
  void endpointsAreNamedWithTheirDomains() {
    assertThat(
            trust(
                    """
                    caCertificates:
                    - spiffeBundleUrl: https://spire.cluster-b.example/bundle
                      trustDomains: [cluster-b.example, cluster-c.example]
                    - spiffe_bundle_url: https://spire.example
                    """)
                .endpoints())
        .containsExactly(
            new MeshTrust.Endpoint(
                "caCertificates[0].spiffeBundleUrl",
                List.of("cluster-b.example", "cluster-c.example")),
            new MeshTrust.Endpoint("caCertificates[1].spiffe_bundle_url", List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- a | the document is no mapping",
        "hello | the document is no mapping",
        "caCertificates: yes | caCertificates is no list",
        "caCertificates: [x] | caCertificates[0] is no mapping",
        "caCertificates: [{pem: 1}] | caCertificates[0].pem is no string",
        "caCertificates: [{pem: x}] | caCertificates[0].pem, line 1: ",
        "caCertificates: [{spiffeBundleUrl: u, trustDomains: b}]"
            + " | caCertificates[0].trustDomains is no list",
        "defaultConfig: [] | defaultConfig is no mapping",
        "defaultConfig: {caCertificatesPem: x} | defaultConfig.caCertificatesPem is no list",
        "{a: 1, a: 2} | line 1: not YAML as it should be: found duplicate key a",
        "a: !!java.net.URL ['http://x'] | line 1: not YAML as it should be: Global tag is not"
            + " allowed: tag:yaml.org,2002:java.net.URL",
        "a: [ | line 1: not YAML as it should be: ",
        "a: 1 --- b: 2 | line 1: not YAML as it should be: ",
      })
  void whatIstiodCouldReadOtherwiseIsRejectedWhole(String text, String problem) {
    assertThat(MeshConfigReader.read(text)).isInstanceOf(Rejected.class);
    assertThat(((Rejected) MeshConfigReader.read(text)).problem())
        .startsWith(problem.strip())
        .doesNotContain("\n");
  }

  @Test
  void aFieldThatIsThereUnderBothItsNamesIsRejected() {
    assertThat(problem("caCertificates: []\nca_certificates: []"))
        .isEqualTo("caCertificates is there twice, as ca_certificates too");
    assertThat(problem("trust_domain: a.example\ntrustDomain: b.example"))
        .isEqualTo("trustDomain is there twice, as trust_domain too");
  }

  @Test
  void wordsOfTheTextAreCutAndKeptInOneLine() {
    String key = "x".repeat(900);
    assertThat(problem("{\"%s\": 1, \"%s\": 2}".formatted(key, key)))
        .startsWith("line 1: not YAML as it should be: found duplicate key xxx")
        .hasSizeLessThan(300);
    assertThat(problem("\"a\\e\\n\": 1\n\"a\\e\\n\": 2"))
        .isEqualTo("line 2: not YAML as it should be: found duplicate key a? ");
  }

  private static String problem(String text) {
    assertThat(MeshConfigReader.read(text)).isInstanceOf(Rejected.class);
    return ((Rejected) MeshConfigReader.read(text)).problem();
  }

  private static MeshTrust trust(String text) {
    assertThat(MeshConfigReader.read(text)).isInstanceOf(Parsed.class);
    return ((Parsed) MeshConfigReader.read(text)).trust();
  }
}
