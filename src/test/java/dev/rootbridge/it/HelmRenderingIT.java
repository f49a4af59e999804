package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the chart renders, and which values it refuses, with Helm in this process. It needs no
 * cluster, but is no unit test: once Helm is loaded, nothing attaches to the JVM, as fuzz tests do.
 */
class HelmRenderingIT {

  private static final String NAMESPACE = "rootbridge-system";
  private static final ObjectMapper YAML = new YAMLMapper();

  @Test
  void helmFindsNothingWrongWithIt() {
    LintResult result = HelmChart.lint();
    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
  }

  @Test
  void itsVersionIsTheProgramsOwn() throws IOException {
    Properties program = new Properties();
    try (InputStream text = getClass().getResourceAsStream("/rootbridge-version.properties")) {
      program.load(text);
    }
    JsonNode chart = YAML.readTree(HelmChart.FOLDER.resolve("Chart.yaml").toFile());
    assertThat(chart.at("/version").asText()).isEqualTo(program.getProperty("version"));
    assertThat(chart.at("/appVersion").asText()).isEqualTo(program.getProperty("version"));
  }

  @ParameterizedTest
  @EnumSource(ChartValues.class)
  void everyObjectIsLabelledAndInANamespaceThatItIsFor(ChartValues values) {
    List<JsonNode> objects = values.render();
    assertThat(objects).isNotEmpty();
    Set<String> seen = new TreeSet<>();
    for (JsonNode object : objects) {
      String what = object.at("/kind").asText() + "/" + object.at("/metadata/name").asText();
      assertThat(object.at("/metadata/labels/app.kubernetes.io~1name").asText())
          .as(what)
          .isEqualTo("rootbridge");
      assertThat(seen.add(what + "/" + object.at("/metadata/namespace").asText())).isTrue();
      assertThat(object.at("/metadata/namespace").asText())
          .as(what)
          .isIn("", values.namespace(), "istio-system", "istio-canary", "shop");
    }
  }

  @ParameterizedTest
  @EnumSource(ChartValues.class)
  void podsStartWhateverBecomesOfRootbridgeUnlessToldOtherwise(ChartValues values) {
    List<JsonNode> registrations =
        values.render().stream()
            .filter(object -> object.at("/kind").asText().equals("MutatingWebhookConfiguration"))
            .toList();
    assertThat(registrations).hasSize(1);
    JsonNode webhook = registrations.get(0).at("/webhooks/0");
    assertThat(webhook.at("/failurePolicy").asText())
        .isEqualTo(values == ChartValues.HIGH_AVAILABILITY ? "Fail" : "Ignore");
    assertThat(webhook.at("/timeoutSeconds").asInt()).isBetween(1, 5);
    assertThat(webhook.at("/matchPolicy").asText()).isEqualTo("Equivalent");
    assertThat(webhook.at("/reinvocationPolicy").asText()).isEqualTo("IfNeeded");
    assertThat(webhook.at("/sideEffects").asText()).isEqualTo("None");
    assertThat(texts(webhook.at("/namespaceSelector/matchExpressions/0/values")))
        .contains("kube-system", "kube-public", "kube-node-lease", values.namespace())
        .satisfies(
            excluded ->
                assertThat(
                        excluded.contains(
                            values == ChartValues.ELSEWHERE ? "istio-canary" : "istio-system"))
                    .isEqualTo(values != ChartValues.FROM_FILES));
    assertThat(registrations.get(0).at("/metadata/name").asText())
        .isGreaterThan("istio-sidecar-injector")
        .isGreaterThan("istio-revision-tag-default");
  }

  @ParameterizedTest
  @EnumSource(ChartValues.class)
  void secretsAreReadByNameAlone(ChartValues values) {
    for (JsonNode role : values.render()) {
      for (JsonNode rule : role.at("/rules")) {
        if (texts(rule.at("/resources")).contains("secrets")
            && !texts(rule.at("/verbs")).equals(List.of("create"))
            && values != ChartValues.DISCOVERY) {
          assertThat(rule.at("/resourceNames")).as(role.toString()).isNotEmpty();
          assertThat(role.at("/kind").asText()).isEqualTo("Role");
        }
      }
    }
  }

  @Test
  void highAvailabilityIsTwoReplicasApartAndABudget() {
    List<JsonNode> objects = ChartValues.HIGH_AVAILABILITY.render();
    JsonNode deployment = HelmChart.only(objects, "Deployment", "rootbridge");
    assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
    JsonNode spread = deployment.at("/spec/template/spec/topologySpreadConstraints/0");
    assertThat(spread.at("/topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
    assertThat(spread.at("/whenUnsatisfiable").asText()).isEqualTo("DoNotSchedule");
    assertThat(
            HelmChart.only(objects, "PodDisruptionBudget", "rootbridge")
                .at("/spec/maxUnavailable")
                .asInt())
        .isEqualTo(1);
    assertThat(
            texts(HelmChart.only(objects, "NetworkPolicy", "rootbridge").at("/spec/policyTypes")))
        .containsExactly("Ingress");
  }

  @Test
  void settingsAreWrittenOnceAndChangeThePods() throws IOException {
    List<JsonNode> objects = ChartValues.ELSEWHERE.render();
    Properties settings = new Properties();
    settings.load(
        new StringReader(
            HelmChart.only(objects, "ConfigMap", "rootbridge")
                .at("/data/application.properties")
                .asText()));
    assertThat(settings)
        .containsOnly(
            Map.entry("rootbridge.local.trust-domain", "cluster-a.example"),
            Map.entry("rootbridge.namespace", "trust"),
            Map.entry("rootbridge.mesh.root-namespace", "istio-canary"),
            Map.entry("rootbridge.mesh.config-maps", "istio-canary,shared"),
            Map.entry("rootbridge.local.root.config-map.namespace", "istio-canary"),
            Map.entry("rootbridge.local.istiod", "istiod.istio-canary.svc:15012"),
            Map.entry("rootbridge.log.json", "true"),
            Map.entry("rootbridge.sync.max-scopes", "5"),
            Map.entry("rootbridge.sources.max-bytes", "2097152"),
            Map.entry("rootbridge.local.root.config-map.key", "C:\\roots"));
    String checksum = "/spec/template/metadata/annotations/rootbridge.dev~1settings-checksum";
    assertThat(HelmChart.only(objects, "Deployment", "rootbridge").at(checksum).asText())
        .isNotEqualTo(
            HelmChart.only(ChartValues.DEFAULTS.render(), "Deployment", "rootbridge")
                .at(checksum)
                .asText());
  }

  @Test
  void theCaOfClientCertificatesIsMountedAloneAndRead() {
    List<JsonNode> objects = ChartValues.CALLED_BY_MTLS.render();
    JsonNode pod = HelmChart.only(objects, "Deployment", "rootbridge").at("/spec/template/spec");
    JsonNode volume = named(pod.at("/volumes"), "client-ca");
    assertThat(volume.at("/secret/secretName").asText()).isEqualTo("api-servers");
    assertThat(volume.at("/secret/items")).hasSize(1);
    String folder =
        named(pod.at("/containers/0/volumeMounts"), "client-ca").at("/mountPath").asText();
    assertThat(
            HelmChart.only(objects, "ConfigMap", "rootbridge")
                .at("/data/application.properties")
                .asText())
        .contains(
            "quarkus.tls.webhook.trust-store.pem.certs="
                + folder
                + "/"
                + volume.at("/secret/items/0/path").asText())
        .contains("quarkus.tls.webhook.reload-period=5m");
  }

  /** Each reload refuses what connects meanwhile, and without that CA there is nothing to read. */
  @Test
  void withoutThatCaNothingIsReadAnew() throws IOException {
    assertThat(
            HelmChart.only(ChartValues.DEFAULTS.render(), "ConfigMap", "rootbridge")
                .at("/data/application.properties")
                .asText())
        .doesNotContain("reload-period");
    Properties program = new Properties();
    try (InputStream own = HelmRenderingIT.class.getResourceAsStream("/application.properties")) {
      program.load(own);
    }
    assertThat(program.stringPropertyNames())
        .contains("quarkus.tls.webhook.protocols")
        .noneMatch(name -> name.endsWith("quarkus.tls.webhook.reload-period"));
  }

  private static JsonNode named(JsonNode entries, String name) {
    Stream<JsonNode> all = StreamSupport.stream(entries.spliterator(), false);
    return all.filter(entry -> entry.at("/name").asText().equals(name)).findFirst().orElseThrow();
  }

  /** Else RBAC, policies and ports would be for another one. */
  @ParameterizedTest
  @EnumSource(ChartValues.class)
  void whatTheChartSetsIsNotSetOtherwise(ChartValues values) throws IOException {
    for (JsonNode object : values.render()) {
      Properties rendered = new Properties();
      rendered.load(new StringReader(object.at("/data/application.properties").asText()));
      rendered.keySet().removeAll(values.settings());
      for (String name : rendered.stringPropertyNames()) {
        Path again = HelmChart.values("settings: {%s: x}".formatted(name));
        assertThatThrownBy(() -> HelmChart.render(NAMESPACE, again))
            .hasMessageContaining("settings: " + name + " is ");
      }
    }
  }

  @Test
  void hostsOfTheCertificateAreNamesOrAddresses() {
    JsonNode certificate =
        HelmChart.only(ChartValues.BY_CERT_MANAGER.render(), "Certificate", "rootbridge");
    assertThat(texts(certificate.at("/spec/dnsNames")))
        .containsExactly(
            "rootbridge.rootbridge-system.svc",
            "rootbridge.rootbridge-system.svc.cluster.local",
            "rootbridge.primary.example",
            "rootbridge.eu-west-1");
    assertThat(texts(certificate.at("/spec/ipAddresses")))
        .containsExactly("203.0.113.7", "2001:db8::7");
  }

  @Test
  void onlyWhereReadersAreAskedForTheirTokenMayItHaveThemReviewed() throws IOException {
    for (ChartValues values : ChartValues.values()) {
      boolean reviews =
          values.render().stream()
              .filter(object -> !object.at("/metadata/name").asText().contains("remote"))
              .anyMatch(object -> object.toString().contains("tokenreviews"));
      assertThat(reviews).as(values.name()).isEqualTo(values == ChartValues.PAGE_FOR_READERS);
    }
    Properties settings = new Properties();
    settings.load(
        new StringReader(
            HelmChart.only(ChartValues.PAGE_FOR_READERS.render(), "ConfigMap", "rootbridge")
                .at("/data/application.properties")
                .asText()));
    assertThat(settings)
        .containsEntry("rootbridge.page.access", "token-review")
        .containsEntry("rootbridge.page.audiences", "rootbridge.example,other.example");
    assertThat(ChartValues.WITHOUT_PAGE.render().toString()).doesNotContain("8081");
  }

  @Test
  void policiesAreThereByDefaultWhereTheApiServerHasThem() {
    Path values = ChartValues.DEFAULTS.file();
    assertThat(HelmChart.text(NAMESPACE, "1.36.0", values)).contains("kind: ValidatingAdmission");
    assertThat(HelmChart.text(NAMESPACE, "1.29.9", values))
        .doesNotContain("kind: ValidatingAdmission");
  }

  /** It is by the policy that it may delete what it published before. */
  @Test
  void whatItMayWriteIsTheSameWhetherItPublishesOrNot() {
    assertThat(writerPolicy("trustDomain: a.example\nmesh: {publish: {enabled: false}}"))
        .isEqualTo(writerPolicy("trustDomain: a.example"));
  }

  private static JsonNode writerPolicy(String values) {
    return HelmChart.only(
        HelmChart.render(NAMESPACE, HelmChart.values(values)),
        "ValidatingAdmissionPolicy",
        "writer.rootbridge.dev");
  }

  @Test
  void theCrdIsTheOneFileAndIsKept() throws IOException {
    JsonNode rendered =
        HelmChart.only(
            ChartValues.DEFAULTS.render(),
            "CustomResourceDefinition",
            "federatedtrustdomains.rootbridge.dev");
    JsonNode contract =
        YAML.readTree(
            Path.of("webhook-config/crd/federatedtrustdomains.rootbridge.dev.yaml").toFile());
    assertThat(rendered.at("/spec")).isEqualTo(contract.at("/spec"));
    assertThat(rendered.at("/metadata/annotations/helm.sh~1resource-policy").asText())
        .isEqualTo("keep");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{trustDomain: 'Not a domain'}                   | at '/trustDomain': 'Not a domain' does not match pattern",
        "{trustDomain: a.example, replica: 2}            | additional properties 'replica' not allowed",
        "{trustDomain: a.example, replicas: 0}           | at '/replicas': minimum: got 0, want 1",
        "{trustDomain: a.example, webhook: {timeoutSeconds: 30}} | at '/webhook/timeoutSeconds':"
            + " maximum: got 30, want 5",
        "{trustDomain: a.example, webhook: {failurePolicy: Maybe}} | at '/webhook/failurePolicy':"
            + " value must be one of 'Ignore', 'Fail'",
        "{trustDomain: a.example, webhook: {excludedNamespaces: []}} | at"
            + " '/webhook/excludedNamespaces'",
        "{trustDomain: a.example, webhook: {caBundle: Cg==}} | at '/webhook/caBundle': value must"
            + " be ''",
        "{trustDomain: a.example, image: {digest: abc}}  | at '/image/digest': 'abc' does not match"
            + " pattern",
        "{trustDomain: a.example, spread: Never}         | at '/spread': value must be one of",
        "{trustDomain: a.example, serving: {mode: none}} | at '/serving/mode': value must be one of"
            + " 'self-managed', 'cert-manager', 'files'",
        "{trustDomain: a.example, serving: {mode: cert-manager}} | at"
            + " '/serving/certManager/issuerRef/name'",
        "{trustDomain: a.example, bundleEndpoint: {enabled: true}} | at"
            + " '/bundleEndpoint/secretName': minLength: got 0, want 1",
        "{trustDomain: a.example, metrics: {prometheusRule: {enabled: true}}} | at"
            + " '/metrics/prometheusRule/runbooks': minLength: got 0, want 1",
        "{trustDomain: a.example, log: {json: sometimes}} | at '/log/json': got string, want boolean",
        "{trustDomain: a.example, page: {access: everybody}} | at '/page/access': value must be one"
            + " of 'none', 'token-review'",
        "{trustDomain: a.example, settings: {typo: 1}}   | invalid propertyName 'typo'",
        "{trustDomain: a.example, settings: {rootbridge.local.trust-domain: b.example}} | settings:"
            + " rootbridge.local.trust-domain is set by the value trustDomain",
        "{settings: {rootbridge.mesh.publish.config-map: my-mesh}} | settings:"
            + " rootbridge.mesh.publish.config-map is set by the value mesh.publish.configMap",
        "{settings: {rootbridge.page.access: token-review}} | is set by the value page.access",
        "{settings: {rootbridge.bundle-endpoint.enabled: true}} | is set by the value"
            + " bundleEndpoint.enabled",
        "{settings: {rootbridge.serving.secret: mine}}   | settings: rootbridge.serving.secret is"
            + " fixed by the chart",
        "{trustDomain: a.example, secrets: {remote: [Not/AName]}} | at '/secrets/remote/0'",
        "{trustDomain: a.example, secrets: {other: [{name: x}]}} | at '/secrets/other/0': missing property 'namespace'",
        "{trustDomain: a.example, policy: {exemptGroups: [\"it's\"]}} | at '/policy/exemptGroups/0'",
        "{trustDomain: a.example, policy: {enabled: perhaps}} | at '/policy/enabled': value must be one of",
        "{profile: remote}                               | at '/remote/url': '' does not match pattern",
        "{settings: {rootbridge.namespace: \"two\\nlines\"}} | at '/settings/rootbridge.namespace'",
        "{mesh: {configMaps: []}}                        | at '/mesh/configMaps': minItems: got 0, want 1",
        "{mesh: {rootNamespace: ''}}                     | at '/mesh/rootNamespace': '' does not match pattern",
        "{mesh: {istiod: istiod.istio-system.svc}}       | at '/mesh/istiod'",
        "{mesh: {publish: {configMap: Not/AName}}}       | at '/mesh/publish/configMap'",
        "{podDisruptionBudget: {maxUnavailable: 0}}      | at '/podDisruptionBudget/maxUnavailable'",
        "{serving: {hosts: [https://x.example]}}         | at '/serving/hosts/0'",
        "{serving: {hosts: [Rootbridge.Example]}}        | at '/serving/hosts/0'",
        "{serving: {hosts: ['r.example:443']}}           | at '/serving/hosts/0'",
        "{serving: {hosts: ['-']}}                       | at '/serving/hosts/0'",
        "{serving: {hosts: [203.0.113.256]}}             | at '/serving/hosts/0'",
        "{jvm: {options: [Xmx1g]}}                       | at '/jvm/options/0'",
        "{resources: {limit: {}}}                        | additional properties 'limit' not allowed",
        "{networkPolicy: {egress: [x]}}                  | at '/networkPolicy/egress/0': got string, want object",
        "{networkPolicy: {enabled: true}, metrics: {serviceMonitor: {enabled: true}}} |"
            + " networkPolicy.managementFrom: name Prometheus there",
        "{profile: remote, remote: {url: 'http://r.example/inject/cluster/c/net/n'}} | at '/remote/url'",
        "{profile: remote, remote: {url: 'https://r.example/inject'}} | at '/remote/url'",
        "{profile: neither}                              | at '/profile': value must be one of 'cluster', 'remote'",
      })
  void valuesThatCannotBeMeantAreRefusedWithTheirPlace(String yaml, String message) {
    Path values = HelmChart.values(yaml);
    assertThatThrownBy(() -> HelmChart.render(NAMESPACE, values)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(ChartValues.class)
  void theNotesSayThreeCommandsAboutWhatIsThere(ChartValues values) {
    String notes = values.notes();
    List<String> commands = HelmChart.nextCommands(notes);
    assertThat(commands).hasSize(3).allMatch(command -> command.startsWith("kubectl "));
    assertThat(notes.lines()).allMatch(line -> line.length() <= 200, notes);
    List<JsonNode> objects = values.render();
    if (values == ChartValues.REMOTE) {
      assertThat(commands)
          .containsExactly(
              "kubectl -n istio-system create token rootbridge-remote --duration 720h",
              "kubectl label namespace YOUR-NAMESPACE rootbridge.dev/injection=enabled",
              "kubectl get mutatingwebhookconfiguration remote.rootbridge.dev");
      HelmChart.only(objects, "ServiceAccount", "rootbridge-remote");
      HelmChart.only(objects, "MutatingWebhookConfiguration", "remote.rootbridge.dev");
    } else {
      assertThat(commands)
          .containsExactly(
              "kubectl -n " + values.namespace() + " rollout status deployment/rootbridge",
              "kubectl label namespace YOUR-NAMESPACE rootbridge.dev/injection=enabled",
              "kubectl get federatedtrustdomains");
      HelmChart.only(objects, "Deployment", "rootbridge");
      HelmChart.only(objects, "CustomResourceDefinition", "federatedtrustdomains.rootbridge.dev");
    }
  }

  @Test
  void theNotesSayWhatElseIsNeeded() {
    String files = "certs/serving --apply";
    assertThat(ChartValues.FROM_FILES.notes())
        .contains("before the Secret mine holds its certificate: " + files + " --secret mine\n");
    assertThat(Path.of("certs/serving")).isExecutable();
    assertThat(ChartValues.DEFAULTS.notes())
        .startsWith("Rootbridge federates cluster-a.example. What is next:")
        .doesNotContain(files, "ValidatingAdmissionPolicies")
        .contains(
            "kubectl -n istio-system set env deployment/istiod SHARED_MESH_CONFIG=rootbridge-mesh",
            "Before you uninstall it: docs/operations.md, \"Uninstalling\".");
    assertThat(RunBook.commands("Uninstalling")).isNotEmpty();
    assertThat(ChartValues.NOTHING_SET.notes())
        .startsWith(
            "Rootbridge federates this mesh, by the trust domain that its mesh config names.");
    assertThat(ChartValues.ELSEWHERE.notes()).contains("kubectl -n istio-canary set env ");
    assertThat(HelmChart.notes(NAMESPACE, HelmChart.values("mesh: {publish: {enabled: false}}")))
        .doesNotContain("SHARED_MESH_CONFIG");
    assertThat(HelmChart.notes(NAMESPACE, "1.29.9", ChartValues.DEFAULTS.file()))
        .contains("This cluster has no ValidatingAdmissionPolicies for it");
  }

  @Test
  void whereNoTrustDomainIsSetTheMeshConfigTellsIt() {
    assertThat(
            HelmChart.only(ChartValues.NOTHING_SET.render(), "ConfigMap", "rootbridge")
                .at("/data/application.properties")
                .asText())
        .isBlank();
  }

  @Test
  void alertsAndTheDashboardAreRenderedAsTheyAre() throws IOException {
    List<JsonNode> objects = ChartValues.MONITORED.render();
    assertThat(HelmChart.only(objects, "PrometheusRule", "rootbridge").at("/spec"))
        .isEqualTo(
            YAML.readTree(
                Files.readString(HelmChart.FOLDER.resolve("files/alerts.yaml"))
                    .replace("runbook_url: ", "runbook_url: https://git.example/rootbridge/")));
    String dashboard = Files.readString(HelmChart.FOLDER.resolve("files/dashboard.json"));
    assertThat(
            new ObjectMapper()
                .readTree(
                    HelmChart.only(objects, "ConfigMap", "rootbridge-dashboard")
                        .at("/data/rootbridge.json")
                        .asText()))
        .isEqualTo(new ObjectMapper().readTree(dashboard));
  }

  private static List<String> texts(JsonNode array) {
    Stream<JsonNode> elements = StreamSupport.stream(array.spliterator(), false);
    return elements.map(JsonNode::asText).toList();
  }
}
