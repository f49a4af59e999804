package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One folder under {@code goldens}: {@code pod.yaml} as the API server would send it, {@code
 * namespace.yaml} with what the webhook knows of its namespace, {@code reason.txt}; if the pod is
 * patched, {@code expected.yaml} with the whole pod after the patch; if there are any, {@code
 * warnings.txt} with one warning a line, or the message of a denial.
 */
record GoldenCase(Path folder) {

  static final Path GOLDENS = Path.of("src/test/resources/goldens");

  static final Set<String> FILES =
      Set.of("pod.yaml", "namespace.yaml", "reason.txt", "expected.yaml", "warnings.txt");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private static final Injection INJECTION = new Injection(new InjectorVersion("0.0.0-golden"));

  /** What a decision comes to, as the folder's files tell it. */
  record Outcome(String reason, JsonNode pod, String warnings) {}

  static List<GoldenCase> all() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      return folders.filter(Files::isDirectory).sorted().map(GoldenCase::new).toList();
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  JsonNode pod() throws IOException {
    return yaml("pod.yaml");
  }

  InjectionDecision decide(JsonNode pod) throws IOException {
    JsonNode namespace = yaml("namespace.yaml");
    String name = namespace.required("namespace").textValue();
    return INJECTION.decide(new InjectionRequest(pod, name), lookup(name, namespace));
  }

  String expectedReason() throws IOException {
    return Files.readString(folder.resolve("reason.txt")).strip();
  }

  Outcome expected() throws IOException {
    return new Outcome(
        expectedReason(),
        has("expected.yaml") ? yaml("expected.yaml") : pod(),
        has("warnings.txt") ? Files.readString(folder.resolve("warnings.txt")) : "");
  }

  Outcome actual(JsonNode pod) throws IOException {
    InjectionDecision decision = decide(pod);
    return new Outcome(
        reason(decision), JsonPatch.apply(decision.patch(), pod), warnings(decision));
  }

  /** Writes down what is decided now; to be read by a person before it is believed. */
  void regenerate() throws IOException {
    InjectionDecision decision = decide(pod());
    JsonNode patched = JsonPatch.apply(decision.patch(), pod());
    Files.writeString(folder.resolve("reason.txt"), reason(decision) + "\n");
    write("expected.yaml", patched.equals(pod()) ? "" : YAML.writeValueAsString(patched));
    write("warnings.txt", warnings(decision));
  }

  List<String> unusedFiles() throws IOException {
    List<String> unused = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(f -> !FILES.contains(f))
          .forEach(unused::add);
    }
    if (has("expected.yaml") && yaml("expected.yaml").equals(pod())) {
      unused.add("expected.yaml, which only repeats pod.yaml");
    }
    return unused;
  }

  /** With sorted keys: their order means nothing. */
  static String print(JsonNode node) throws IOException {
    return YAML.writeValueAsString(YAML.treeToValue(node, Object.class));
  }

  private static String reason(InjectionDecision decision) {
    return decision.reason().outcome().code() + " " + decision.reason().code();
  }

  private static String warnings(InjectionDecision decision) {
    Stream<String> lines =
        decision instanceof InjectionDecision.Denied denied
            ? Stream.of(denied.message())
            : decision.warnings().stream().map(Warning::text);
    return lines.map(line -> line + "\n").collect(Collectors.joining());
  }

  private static NamespaceLookup lookup(String name, JsonNode namespace) {
    String known = namespace.required("known").textValue();
    return switch (known) {
      case "NotYetSeen" -> new NamespaceLookup.NotYetSeen();
      case "NotOptedIn" -> new NamespaceLookup.NotOptedIn();
      case "OptedIn" ->
          new NamespaceLookup.OptedIn(
              new NamespaceTrust(
                  name,
                  new TreeSet<>(domains(namespace.required("mayTrust"))),
                  Set.copyOf(domains(namespace.required("federated"))),
                  new Bundles(
                      texts(namespace.required("published")).stream()
                          .collect(
                              Collectors.toMap(
                                  Function.identity(), configMap -> Bundles.Readiness.PUBLISHED)),
                      Bundles.Readiness.valueOf(namespace.required("others").textValue())),
                  Strictness.valueOf(namespace.required("strictness").textValue())));
      default -> throw new IllegalArgumentException("known: " + known);
    };
  }

  private static List<TrustDomain> domains(JsonNode names) {
    return texts(names).stream().map(TrustDomain::parse).toList();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.textValue()));
    return texts;
  }

  private boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  private void write(String file, String content) throws IOException {
    if (content.isEmpty()) {
      Files.deleteIfExists(folder.resolve(file));
    } else {
      Files.writeString(folder.resolve(file), content);
    }
  }

  private JsonNode yaml(String file) throws IOException {
    return YAML.readTree(Files.readString(folder.resolve(file)));
  }
}
