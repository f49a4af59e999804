package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Pods as they come: everything optional, hostile values included, most of them with a proxy. */
final class PodArbitrary {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PodArbitrary() {}

  static Arbitrary<ObjectNode> pods() {
    return Combinators.combine(metadata(), spec(true)).as(PodArbitrary::pod);
  }

  static Arbitrary<ObjectNode> podsWithoutProxy() {
    return Combinators.combine(metadata(), spec(false)).as(PodArbitrary::pod);
  }

  /** Anything that JSON can say, of little depth. */
  static Arbitrary<JsonNode> junk() {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            Arbitraries.just(JSON.nullNode()),
            Arbitraries.of(true, false).map(JSON::booleanNode),
            Arbitraries.integers().map(JSON::numberNode),
            text().map(JSON::textNode));
    return Arbitraries.lazyOf(
        () -> leaves,
        () -> leaves.list().ofMaxSize(2).map(elements -> JSON.arrayNode().addAll(elements)),
        () ->
            Arbitraries.maps(Arbitraries.of("name", "value", "env", "x"), leaves)
                .ofMaxSize(2)
                .map(PodArbitrary::object));
  }

  private static ObjectNode pod(JsonNode metadata, ObjectNode spec) {
    ObjectNode pod = JSON.objectNode().put("apiVersion", "v1").put("kind", "Pod");
    pod.set("metadata", metadata);
    pod.set("spec", spec);
    return pod;
  }

  private static Arbitrary<JsonNode> metadata() {
    return members(
            Map.of(
                "generateName", Arbitraries.just(JSON.textNode("checkout-")),
                "labels",
                    members(
                        Map.of(
                            "app",
                            strings("checkout"),
                            InjectionContract.INJECT_LABEL,
                            rarely(strings("true"), strings("false")),
                            InjectionContract.SCOPE_LABEL,
                            strings("blue"),
                            "gateway.istio.io/managed",
                            rarely(
                                strings("istio.io-gateway-controller"),
                                strings("istio.io-mesh-controller")))),
                "annotations",
                    members(
                        Map.of(
                            "istio.io/rev",
                            strings("default"),
                            InjectionContract.STATUS_ANNOTATION,
                            text().map(JSON::textNode),
                            InjectionContract.TRUST_DOMAINS_ANNOTATION,
                            trustDomains().map(JSON::textNode),
                            InjectionContract.CONTAINERS_ANNOTATION,
                            Arbitraries.oneOf(
                                    Arbitraries.of("app", "app,init", "istio-proxy"), text())
                                .map(JSON::textNode)))))
        .map(metadata -> metadata.isNull() ? JSON.objectNode() : metadata);
  }

  private static Arbitrary<ObjectNode> spec(boolean withProxy) {
    Arbitrary<ObjectNode> app = container("app");
    Arbitrary<ObjectNode> init = container("init");
    Arbitrary<ObjectNode> proxy = container(InjectionContract.PROXY_CONTAINER);
    Arbitrary<String> place =
        withProxy ? Arbitraries.of("containers", "native") : Arbitraries.of("none", "init");
    return Combinators.combine(app, init, proxy, place, volumes(), junk())
        .as(
            (a, i, p, where, volumes, unknown) -> {
              ObjectNode spec = JSON.objectNode();
              ArrayNode containers = spec.putArray("containers").add(a);
              ArrayNode initContainers = JSON.arrayNode().add(i);
              switch (where) {
                case "containers" -> containers.insert(0, p);
                case "native" -> initContainers.add(p.put("restartPolicy", "Always"));
                case "init" -> initContainers.add(p);
                default -> containers.add(JSON.objectNode().put("name", "istio-proxy-2"));
              }
              spec.set("initContainers", initContainers);
              spec.set("volumes", volumes);
              spec.set("fieldOfTheFuture", unknown);
              return spec;
            });
  }

  private static Arbitrary<ObjectNode> container(String name) {
    return Combinators.combine(
            orNull(env().list().ofMaxSize(5)),
            orNull(mounts()),
            rarely(Arbitraries.just(true), Arbitraries.just(false)))
        .as(
            (env, mounts, stock) -> {
              ObjectNode container = JSON.objectNode().put("name", name).put("image", "x");
              container.set("env", env);
              // Most proxies have the local root, or nothing would ever be injected.
              if (stock && mounts.isArray()) {
                ((ArrayNode) mounts)
                    .insertObject(0)
                    .put("name", "root")
                    .put("mountPath", "/var/run/secrets/istio");
              }
              container.set("volumeMounts", mounts);
              return container;
            });
  }

  private static Arbitrary<JsonNode> env() {
    return Combinators.combine(
            rarely(
                Arbitraries.of("A", "B", "C", "D"),
                Arbitraries.of(
                    InjectionContract.EXTRA_ROOTS_ENV,
                    InjectionContract.XDS_ROOT_ENV,
                    InjectionContract.CA_ROOT_ENV,
                    "OUTPUT_CERTS",
                    "PROV_CERT")),
            Arbitraries.of(
                "",
                "SYSTEM",
                InjectionContract.EXTRA_CERTS_PATH,
                InjectionContract.LOCAL_ROOT_FILE,
                "/etc/certs/x",
                "$(A)"))
        .as((name, value) -> JSON.objectNode().put("name", name).put("value", value));
  }

  /** The API server refuses two mounts at one path. */
  private static Arbitrary<List<JsonNode>> mounts() {
    return mount().list().uniqueElements(mount -> mount.path("mountPath").textValue()).ofMaxSize(3);
  }

  private static Arbitrary<JsonNode> mount() {
    Arbitrary<String> paths =
        rarely(
            Arbitraries.of("/data", "/data2", "/etc/istio/pod", "/etc/certs-2"),
            Arbitraries.of(
                "/etc/istio/extra-certs", "/etc/certs/", "/var/run/secrets/workload-spiffe-uds"));
    Arbitrary<JsonNode> theirs =
        Combinators.combine(paths, Arbitraries.of(true, false))
            .as(
                (path, readOnly) ->
                    JSON.objectNode()
                        .put("name", "data")
                        .put("mountPath", path)
                        .put("readOnly", readOnly));
    Arbitrary<JsonNode> ours =
        Arbitraries.of(BundleMounts.EXTRA_CERTS, BundleMounts.AGENT_CERTS).map(Mount::toJson);
    return rarely(theirs, ours);
  }

  private static Arbitrary<JsonNode> volumes() {
    Arbitrary<JsonNode> ours =
        Arbitraries.just(
            new BundleVolume(InjectionContract.CONFIG_MAP).toJson(Bundles.Readiness.PUBLISHED));
    Arbitrary<JsonNode> foreign =
        Arbitraries.just(object(Map.of("name", JSON.textNode(InjectionContract.VOLUME))));
    Arbitrary<JsonNode> data = Arbitraries.just(object(Map.of("name", JSON.textNode("data"))));
    return orNull(
        rarely(rarely(data, ours), foreign)
            .list()
            .uniqueElements(volume -> volume.path("name").textValue())
            .ofMaxSize(2));
  }

  /** Mostly the first, or hardly a pod would be injected. */
  private static <T> Arbitrary<T> rarely(Arbitrary<T> mostly, Arbitrary<T> rarely) {
    return Arbitraries.frequencyOf(Tuple.of(19, mostly), Tuple.of(1, rarely));
  }

  private static Arbitrary<JsonNode> orNull(Arbitrary<List<JsonNode>> lists) {
    return lists
        .map(list -> (JsonNode) JSON.arrayNode().addAll(list))
        .injectNull(0.1)
        .map(PodArbitrary::orNull);
  }

  /** Any subset of the members, or null. */
  private static Arbitrary<JsonNode> members(Map<String, Arbitrary<? extends JsonNode>> members) {
    Arbitrary<ObjectNode> object = Arbitraries.just(JSON.objectNode()).map(ObjectNode::deepCopy);
    for (Map.Entry<String, Arbitrary<? extends JsonNode>> member : members.entrySet()) {
      Arbitrary<? extends JsonNode> value = member.getValue().injectNull(0.6);
      object =
          Combinators.combine(object, value)
              .as(
                  (made, v) -> {
                    ObjectNode copy = made.deepCopy();
                    if (v != null) {
                      copy.set(member.getKey(), v);
                    }
                    return copy;
                  });
    }
    return object.map(made -> (JsonNode) made).injectNull(0.1).map(PodArbitrary::orNull);
  }

  private static Arbitrary<String> trustDomains() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.of("b.example", "C.example ", "d.example", "*", "none", "x.example", ""),
            text());
    return names.list().ofMaxSize(12).map(list -> String.join(",", list));
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings().ofMaxLength(300);
  }

  private static Arbitrary<JsonNode> strings(String... values) {
    return Arbitraries.of(List.of(values)).map(JSON::textNode);
  }

  private static JsonNode orNull(JsonNode node) {
    return node == null ? JSON.nullNode() : node;
  }

  private static ObjectNode object(Map<String, ? extends JsonNode> members) {
    ObjectNode object = JSON.objectNode();
    members.forEach(object::set);
    return object;
  }
}
