package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the chart renders, as a real API server and those without Helm see it. */
@OnRealClusters
class HelmChartIT {

  /** Of these kinds there is only the name: their own schemas are others' to ship. */
  private static final String OTHERS_KINDS = "others-kinds.yaml";

  private static ApiServer cluster;
  private static Kubectl kubectl;

  @BeforeAll
  static void prepare(Clusters clusters) {
    cluster = clusters.b();
    kubectl = clusters.kubectl();
    for (String namespace :
        List.of("rootbridge-system", "trust", "istio-system", "istio-canary", "shop")) {
      cluster
          .admin()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .serverSideApply();
    }
    cluster.admin().load(Resources.open(OTHERS_KINDS)).serverSideApply();
  }

  @ParameterizedTest
  @EnumSource(ChartValues.class)
  void theApiServerTakesAllOfIt(ChartValues values) {
    String manifests =
        values.render().stream().map(Serialization::asYaml).collect(Collectors.joining("---\n"));
    Path file = Scratch.write("chart-" + values + ".yaml", manifests);
    String said =
        kubectl
            .on(
                cluster,
                ("apply --server-side --force-conflicts --dry-run=server --validate=strict -f "
                        + file)
                    .split(" "))
            .succeed();
    assertThat(said.lines()).hasSameSizeAs(values.render());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"webhook-config, rootbridge-system", "webhook-config/remote, istio-system"})
  void theFolderForPeopleWithoutHelmIsTheSame(Path folder, String namespace) {
    String byHand = kubectl.on(cluster, "kustomize", folder.toString()).succeed();
    Map<String, JsonNode> rendered =
        byName(HelmChart.render(namespace, folder.resolve("values.yaml")));
    rendered.values().forEach(HelmChartIT::withoutWhatHelmIsFor);
    assertThat(byName(HelmChart.objects(byHand))).isEqualTo(rendered);
  }

  private static Map<String, JsonNode> byName(List<JsonNode> objects) {
    Map<String, JsonNode> named = new TreeMap<>();
    for (JsonNode object : objects) {
      JsonNode metadata = object.at("/metadata");
      named.put(
          object.at("/kind").asText()
              + " "
              + metadata.at("/namespace").asText()
              + "/"
              + metadata.at("/name").asText(),
          object);
    }
    assertThat(named).hasSameSizeAs(objects);
    return named;
  }

  /** Which release an object is of, and whether settings changed since the last one. */
  private static void withoutWhatHelmIsFor(JsonNode object) {
    ((ObjectNode) object.at("/metadata/labels"))
        .remove(
            List.of("app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart"));
    if (object.at("/kind").asText().equals("CustomResourceDefinition")) {
      ((ObjectNode) object.at("/metadata")).remove("annotations");
    }
    if (object.at("/kind").asText().equals("Deployment")) {
      ((ObjectNode) object.at("/spec/template/metadata")).remove("annotations");
    }
  }
}
