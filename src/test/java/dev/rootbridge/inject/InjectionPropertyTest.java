package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.inject.Bundles.Readiness;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** What holds for every pod, however odd. */
@PropertyDefaults(tries = 300)
class InjectionPropertyTest {

  private static final Injection INJECTION = new Injection(new InjectorVersion("0.0.0"));
  private static final Set<String> OUR_ENV =
      Set.of(
          InjectionContract.EXTRA_ROOTS_ENV,
          InjectionContract.XDS_ROOT_ENV,
          InjectionContract.CA_ROOT_ENV);

  @Property
  @StatisticsReport(StatisticsReportMode.OFF)
  void decidingTwiceIsDecidingOnce(
      @ForAll("pods") ObjectNode pod, @ForAll("namespaces") NamespaceLookup namespace) {
    InjectionDecision first = decide(pod, namespace);
    JsonNode patched = JsonPatch.apply(first.patch(), pod);
    InjectionDecision second = decide(patched, namespace);

    assertThat(second.patch()).isEmpty();
    assertThat(second.reason()).isEqualTo(first.reason());
    assertThat(second.warnings()).isEqualTo(first.warnings());
    Statistics.collect(first.reason().outcome());
    Statistics.coverage(
        coverage -> coverage.check(Reason.Outcome.INJECTED).percentage(share -> share > 5));
  }

  @Property
  void decidingLeavesTheRequestAsItIs(
      @ForAll("pods") ObjectNode pod, @ForAll("namespaces") NamespaceLookup namespace) {
    ObjectNode copy = pod.deepCopy();
    decide(pod, namespace);

    assertThat(pod).isEqualTo(copy);
  }

  @Property
  void anInjectedProxyHasOneVolumeAndItsMounts(
      @ForAll("pods") ObjectNode pod, @ForAll("namespaces") NamespaceLookup namespace) {
    InjectionDecision decision = decide(pod, namespace);
    if (!(decision instanceof InjectionDecision.Injected)) {
      return;
    }
    PodView patched = PodView.of(JsonPatch.apply(decision.patch(), pod)).orElseThrow();
    ContainerView proxy = patched.proxy().orElseThrow();

    assertThat(named(patched.spec().path("volumes"), InjectionContract.VOLUME)).hasSize(1);
    assertThat(proxy.mounts().stream().filter(mount -> mount.volume().equals("extra-certs")))
        .extracting(mount -> mount.path().clean() + " " + mount.plain())
        .containsExactlyInAnyOrder("/etc/istio/extra-certs true", "/etc/certs true");
    assertThat(proxy.mounts().stream().map(Mount::path))
        .filteredOn(path -> MountPath.of("/etc/certs").overlaps(path))
        .hasSize(1);
    assertThat(proxy.environment())
        .containsEntry(
            InjectionContract.EXTRA_ROOTS_ENV,
            new EnvValue.Literal(InjectionContract.EXTRA_CERTS_PATH))
        .containsKeys(InjectionContract.XDS_ROOT_ENV, InjectionContract.CA_ROOT_ENV);
  }

  @Property
  void nothingElseDiffers(
      @ForAll("pods") ObjectNode pod, @ForAll("namespaces") NamespaceLookup namespace) {
    InjectionDecision decision = decide(pod, namespace);
    ObjectNode patched = (ObjectNode) JsonPatch.apply(decision.patch(), pod);

    assertThat(withoutOurs(patched)).isEqualTo(withoutOurs(pod));
  }

  @Property
  void listsAreOnlyAppendedTo(
      @ForAll("pods") ObjectNode pod, @ForAll("namespaces") NamespaceLookup namespace) {
    JsonNode patched = JsonPatch.apply(decide(pod, namespace).patch(), pod);

    for (String list : List.of("/spec/volumes", "/spec/containers", "/spec/initContainers")) {
      assertThat(patched.at(list).size()).isGreaterThanOrEqualTo(pod.at(list).size());
    }
    for (String list : listsOfContainers(pod)) {
      List<JsonNode> before = elements(pod.at(list));
      assertThat(elements(patched.at(list)).subList(0, before.size())).isEqualTo(before);
    }
  }

  @Property
  void aPodLeftAloneOnlySaysSo(
      @ForAll("pods") ObjectNode pod, @ForAll("namespaces") NamespaceLookup namespace) {
    if (decide(pod, namespace) instanceof InjectionDecision.LeftAlone decision) {
      JsonNode patched = JsonPatch.apply(decision.patch(), pod);
      JsonNode annotations = patched.path("metadata").path("annotations");
      assertThat(annotations.path(InjectionContract.STATUS_ANNOTATION).textValue())
          .contains("\"outcome\":\"LeftAlone\"", decision.reason().code())
          .doesNotContain("\n");
      assertThat(decision.patch().size()).isLessThanOrEqualTo(1);
    }
  }

  @Property
  void noProxyMeansNoPatch(
      @ForAll("podsWithoutProxy") ObjectNode pod, @ForAll("namespaces") NamespaceLookup namespace) {
    InjectionDecision decision = decide(pod, namespace);

    assertThat(decision.reason()).isEqualTo(Reason.NO_PROXY);
    assertThat(decision.patch()).isEmpty();
    assertThat(decision.warnings()).isEmpty();
  }

  @Property
  void junkAnywhereIsDecidedAboutToo(
      @ForAll("pods") ObjectNode pod,
      @ForAll("junk") JsonNode junk,
      @ForAll int where,
      @ForAll("namespaces") NamespaceLookup namespace) {
    replaceOne(pod, junk, where);
    InjectionDecision decision = decide(pod, namespace);

    assertThat(decide(JsonPatch.apply(decision.patch(), pod), namespace).patch()).isEmpty();
  }

  @Property
  void aScopeNeverWidens(
      @ForAll("pods") ObjectNode pod, @ForAll("namespaces") NamespaceLookup namespace) {
    if (decide(pod, namespace) instanceof InjectionDecision.Injected injected
        && namespace instanceof NamespaceLookup.OptedIn optedIn) {
      assertThat(optedIn.trust().mayTrust()).containsAll(injected.scope().trustDomains());
    }
  }

  @Provide
  Arbitrary<ObjectNode> pods() {
    return PodArbitrary.pods();
  }

  @Provide
  Arbitrary<ObjectNode> podsWithoutProxy() {
    return PodArbitrary.podsWithoutProxy().filter(pod -> !isProxyByName(pod));
  }

  @Provide
  Arbitrary<JsonNode> junk() {
    return PodArbitrary.junk();
  }

  @Provide
  Arbitrary<NamespaceLookup> namespaces() {
    Arbitrary<NamespaceLookup> optedIn =
        Combinators.combine(
                Arbitraries.of(
                    Set.of("b.example"),
                    Set.of("b.example", "c.example"),
                    Set.of("c.example"),
                    Set.<String>of()),
                Arbitraries.of(true, true, true, false),
                Arbitraries.of(Readiness.class),
                Arbitraries.of(Strictness.LENIENT, Strictness.LENIENT, Strictness.STRICT))
            .as(InjectionPropertyTest::optedIn);
    return Arbitraries.frequencyOf(
        Tuple.of(8, optedIn),
        Tuple.of(1, Arbitraries.just(new NamespaceLookup.NotOptedIn())),
        Tuple.of(1, Arbitraries.just(new NamespaceLookup.NotYetSeen())));
  }

  private static NamespaceLookup optedIn(
      Set<String> mayTrust, boolean published, Readiness others, Strictness strictness) {
    TreeSet<TrustDomain> domains = new TreeSet<>(mayTrust.stream().map(TrustDomain::new).toList());
    Set<TrustDomain> federated =
        Set.of(
            new TrustDomain("b.example"),
            new TrustDomain("c.example"),
            new TrustDomain("d.example"));
    Bundles bundles =
        new Bundles(
            published ? Map.of(InjectionContract.CONFIG_MAP, Readiness.PUBLISHED) : Map.of(),
            others);
    return new NamespaceLookup.OptedIn(
        new NamespaceTrust("shop", domains, federated, bundles, strictness));
  }

  private static InjectionDecision decide(JsonNode pod, NamespaceLookup namespace) {
    return INJECTION.decide(new InjectionRequest(pod, "shop"), namespace);
  }

  private static boolean isProxyByName(ObjectNode pod) {
    return !named(pod.at("/spec/containers"), InjectionContract.PROXY_CONTAINER).isEmpty();
  }

  /** The pod without whatever bears our names; null, empty and absent become alike. */
  private static JsonNode withoutOurs(ObjectNode pod) {
    ObjectNode copy = pod.deepCopy();
    ObjectNode metadata = (ObjectNode) copy.path("metadata");
    dropMember(metadata, "annotations", InjectionContract.STATUS_ANNOTATION);
    dropMember(metadata, "labels", InjectionContract.SCOPE_LABEL);
    ObjectNode spec = (ObjectNode) copy.path("spec");
    dropElements(spec, "volumes", Set.of(InjectionContract.VOLUME));
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : spec.path(list)) {
        dropElements((ObjectNode) container, "env", OUR_ENV);
        dropElements((ObjectNode) container, "volumeMounts", Set.of(InjectionContract.VOLUME));
      }
    }
    return copy;
  }

  private static void dropMember(ObjectNode parent, String map, String key) {
    if (parent.path(map) instanceof ObjectNode members) {
      members.remove(key);
    }
    dropEmpty(parent, map);
  }

  private static void dropElements(ObjectNode parent, String list, Set<String> names) {
    Iterator<JsonNode> elements = parent.path(list).elements();
    while (elements.hasNext()) {
      if (names.contains(elements.next().path("name").asText())) {
        elements.remove();
      }
    }
    dropEmpty(parent, list);
  }

  private static void dropEmpty(ObjectNode parent, String member) {
    if (parent.path(member).isEmpty()) {
      parent.remove(member);
    }
  }

  private static List<String> listsOfContainers(ObjectNode pod) {
    List<String> pointers = new ArrayList<>(List.of("/spec/volumes"));
    for (String list : List.of("containers", "initContainers")) {
      for (int i = 0; i < pod.path("spec").path(list).size(); i++) {
        pointers.add("/spec/" + list + "/" + i + "/env");
        pointers.add("/spec/" + list + "/" + i + "/volumeMounts");
      }
    }
    return pointers;
  }

  private static List<JsonNode> named(JsonNode list, String name) {
    return elements(list).stream()
        .filter(element -> element.path("name").asText().equals(name))
        .toList();
  }

  private static List<JsonNode> elements(JsonNode list) {
    List<JsonNode> elements = new ArrayList<>();
    list.forEach(elements::add);
    return elements;
  }

  /** Puts junk in the place of one value below the pod. */
  private static void replaceOne(ObjectNode pod, JsonNode junk, int where) {
    List<Runnable> places = new ArrayList<>();
    collectPlaces(pod, junk, places);
    places.get(Math.floorMod(where, places.size())).run();
  }

  private static void collectPlaces(JsonNode node, JsonNode junk, List<Runnable> places) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(m -> places.add(() -> object.set(m.getKey(), junk)));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        places.add(() -> array.set(index, junk));
      }
    }
    Stream.of(node).flatMap(n -> elements(n).stream()).forEach(n -> collectPlaces(n, junk, places));
  }
}
