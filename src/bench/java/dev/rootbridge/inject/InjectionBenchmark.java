package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rootbridge.trust.TrustDomain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One decision about a pod of 12 KB of JSON, the size of a real sidecar pod with its managed
 * fields: from bytes to the bytes of the patch, and each part alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class InjectionBenchmark {

  private static final Path GOLDEN =
      Path.of("src/test/resources/goldens/native-sidecar-1.30/pod.yaml");
  private static final int POD_BYTES = 12 * 1024;

  private final ObjectMapper json = new ObjectMapper();
  private final Injection injection = new Injection(new InjectorVersion("0.1.0"));
  private NamespaceLookup namespace;
  private byte[] bytes;
  private JsonNode pod;
  private JsonNode podWithoutProxy;

  @Setup
  public void setUp() throws IOException {
    TrustDomain federated = TrustDomain.parse("cluster-b.example");
    namespace =
        new NamespaceLookup.OptedIn(
            new NamespaceTrust(
                "shop",
                new TreeSet<>(Set.of(federated)),
                Set.of(federated),
                new Bundles(
                    Map.of(InjectionContract.CONFIG_MAP, Bundles.Readiness.PUBLISHED),
                    Bundles.Readiness.EXPECTED),
                Strictness.LENIENT));
    ObjectNode golden = (ObjectNode) new YAMLMapper().readTree(GOLDEN.toFile());
    pad(golden);
    bytes = json.writeValueAsBytes(golden);
    pod = json.readTree(bytes);
    podWithoutProxy = golden.deepCopy();
    ((ObjectNode) podWithoutProxy.path("spec")).remove("initContainers");
  }

  @Benchmark
  public byte[] parseDecideAndPrint() throws IOException {
    InjectionRequest request = new InjectionRequest(json.readTree(bytes), "shop");
    return json.writeValueAsBytes(injection.decide(request, namespace).patch());
  }

  @Benchmark
  public JsonNode parse() throws IOException {
    return json.readTree(bytes);
  }

  @Benchmark
  public InjectionDecision decide() {
    return injection.decide(new InjectionRequest(pod, "shop"), namespace);
  }

  @Benchmark
  public InjectionDecision decideWithoutProxy() {
    return injection.decide(new InjectionRequest(podWithoutProxy, "shop"), namespace);
  }

  /** Up to the size wanted, with what a real pod has most of: variables of the application. */
  private void pad(ObjectNode golden) throws IOException {
    JsonNode env = golden.at("/spec/containers/0/env");
    for (int i = 0; json.writeValueAsBytes(golden).length < POD_BYTES; i++) {
      ((ArrayNode) env)
          .addObject()
          .put("name", "SETTING_" + i)
          .put("value", "value-of-setting-" + i);
    }
  }
}
