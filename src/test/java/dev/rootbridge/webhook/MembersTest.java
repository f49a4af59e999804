package dev.rootbridge.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rootbridge.inject.Bundles;
import dev.rootbridge.inject.Bundles.Readiness;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.inject.InjectionRequest;
import dev.rootbridge.inject.InjectorVersion;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.NamespaceTrust;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.webhook.AdmissionReviewReader.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever lets the decision look at more of a pod has to say so in {@link Members}. */
class MembersTest {

  private static final Path GOLDENS = Path.of("src/test/resources/goldens");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Injection INJECTION = new Injection(new InjectorVersion("0.0.0"));

  private static final Set<TrustDomain> FEDERATED =
      Set.of(TrustDomain.parse("cluster-b.example"), TrustDomain.parse("cluster-c.example"));

  static List<Path> pods() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      return folders.filter(Files::isDirectory).map(f -> f.resolve("pod.yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pods")
  void whatIsReadOfAPodIsAllThatCounts(Path file) throws IOException {
    JsonNode pod = new YAMLMapper().readTree(file.toFile());

    assertThat(decide(read(pod))).isEqualTo(decide(pod));
  }

  private static JsonNode read(JsonNode pod) throws JsonProcessingException {
    ObjectNode review = JSON.createObjectNode();
    review
        .put("apiVersion", AdmissionReviewReader.API_VERSION)
        .put("kind", AdmissionReviewReader.KIND);
    ObjectNode request = review.putObject("request").put("uid", "u-1").put("operation", "CREATE");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.set("object", pod);
    byte[] body = JSON.writeValueAsBytes(review);
    return ((Outcome.Review) AdmissionReviewReader.read(body)).request().object();
  }

  private static InjectionDecision decide(JsonNode pod) {
    NamespaceTrust trust =
        new NamespaceTrust(
            "shop",
            new TreeSet<>(FEDERATED),
            FEDERATED,
            new Bundles(Map.of(), Readiness.PUBLISHED),
            Strictness.LENIENT);
    return INJECTION.decide(new InjectionRequest(pod, "shop"), new NamespaceLookup.OptedIn(trust));
  }
}
