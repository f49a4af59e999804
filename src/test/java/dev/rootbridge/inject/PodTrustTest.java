package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.inject.PodTrust.NoProxy;
import dev.rootbridge.inject.PodTrust.OptedOut;
import dev.rootbridge.inject.PodTrust.Patched;
import dev.rootbridge.inject.PodTrust.Unfit;
import dev.rootbridge.inject.PodTrust.Unpatched;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a pod shows that was let in, by whomever. */
class PodTrustTest {

  private static final GoldenCase SIDECAR =
      new GoldenCase(Path.of("src/test/resources/goldens/sidecar-1.24"));
  private static final GoldenCase SCOPED =
      new GoldenCase(Path.of("src/test/resources/goldens/scope-of-one"));

  /** What a pod is decided about for, although nothing in the pod itself is in the way. */
  private static final Set<Reason> OF_THE_CLUSTER =
      Set.of(
          Reason.NAMESPACE_NOT_OPTED_IN,
          Reason.NAMESPACE_NOT_YET_SEEN,
          Reason.NAMESPACE_NOT_SELECTED,
          Reason.SCOPE_IS_NONE,
          Reason.SCOPE_IS_EMPTY,
          Reason.BUNDLE_NOT_READY,
          Reason.TOO_MANY_SCOPES,
          Reason.TRUST_DOMAIN_NOT_ALLOWED,
          Reason.SCOPE_LABEL_CONFLICT);

  @TestFactory
  Stream<DynamicTest> everyGoldenPodShowsWhatBecameOfIt() throws IOException {
    return GoldenCase.all().stream().map(golden -> dynamicTest(golden.name(), () -> check(golden)));
  }

  private static void check(GoldenCase golden) throws IOException {
    JsonNode pod = golden.pod();
    InjectionDecision decision = golden.decide(pod);
    JsonNode admitted = JsonPatch.apply(decision.patch(), pod);
    PodTrust trust = PodTrust.of(admitted);
    switch (decision.reason().outcome()) {
      case INJECTED -> {
        assertThat(trust).isEqualTo(new Patched(configMapOf(admitted)));
        if (!decision.patch().isEmpty()) {
          assertThat(PodTrust.of(pod)).isInstanceOfAny(Unpatched.class, Patched.class);
        }
      }
      case LEFT_ALONE, UNTOUCHED, DENIED -> {
        if (OF_THE_CLUSTER.contains(decision.reason())) {
          assertThat(trust).isInstanceOfAny(Unpatched.class, Patched.class);
        } else if (decision.reason() == Reason.NO_PROXY) {
          assertThat(trust).isEqualTo(new NoProxy());
        } else if (decision.reason() == Reason.OPTED_OUT) {
          assertThat(trust).isEqualTo(new OptedOut(Optional.empty()));
        } else if (golden.name().equals("copied-from-a-pod-of-another-scope")) {
          assertThat(trust).isInstanceOf(Unpatched.class);
          assertThat(trust.mounts())
              .hasValueSatisfying(name -> assertThat(name).startsWith("rootbridge-trust-"));
        } else {
          assertThat(trust)
              .isInstanceOfSatisfying(
                  Unfit.class, unfit -> assertThat(unfit.reason()).isEqualTo(decision.reason()));
        }
      }
    }
  }

  @Test
  void aProxyThatLostAPinOrAMountIsUnpatchedAndItsVolumeStaysMounted() throws IOException {
    String configMap = configMapOf(patched(SCOPED));
    for (String list : new String[] {"env", "volumeMounts"}) {
      for (int index = 0; index < ours(proxy(patched(SCOPED)), list); index++) {
        JsonNode pod = patched(SCOPED);
        removeOurs(proxy(pod), list, index);
        assertThat(PodTrust.of(pod)).isEqualTo(new Unpatched(Optional.of(configMap)));
      }
    }
  }

  @Test
  void aPodThatOptedOutAfterwardsStillMountsTheBundle() throws IOException {
    JsonNode pod = patched(SIDECAR);
    ((ObjectNode) pod.path("metadata")).withObject("/labels").put("rootbridge.dev/inject", "false");

    assertThat(PodTrust.of(pod)).isEqualTo(new OptedOut(Optional.of("rootbridge-trust")));
  }

  @Test
  void anotherConfigMapInTheVolumesPlaceIsInTheWayAndNotOurs() throws IOException {
    JsonNode pod = patched(SIDECAR);
    volume(pod).withObject("/configMap").put("name", "rootbridge-trustworthy");

    assertThat(PodTrust.of(pod)).isEqualTo(new Unfit(Reason.VOLUME_CONFLICT, Optional.empty()));
  }

  @Test
  void aBundleShownInAnotherWayIsInTheWayAndMountedAllTheSame() throws IOException {
    JsonNode pod = patched(SIDECAR);
    volume(pod).withObject("/configMap").remove("items");

    assertThat(PodTrust.of(pod))
        .isEqualTo(new Unfit(Reason.VOLUME_CONFLICT, Optional.of("rootbridge-trust")));
  }

  @Test
  void whatIsNoPodIsUnfit() {
    assertThat(PodTrust.of(JsonNodeFactory.instance.textNode("pod")))
        .isEqualTo(new Unfit(Reason.MALFORMED_POD, Optional.empty()));
  }

  private static JsonNode patched(GoldenCase golden) throws IOException {
    return JsonPatch.apply(golden.decide(golden.pod()).patch(), golden.pod());
  }

  private static String configMapOf(JsonNode pod) {
    return volume(pod).path("configMap").path("name").textValue();
  }

  private static ObjectNode volume(JsonNode pod) {
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      if (volume.path("name").asText().equals("extra-certs")) {
        return (ObjectNode) volume;
      }
    }
    throw new AssertionError("the pod has no volume extra-certs");
  }

  private static JsonNode proxy(JsonNode pod) {
    for (String list : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : pod.path("spec").path(list)) {
        if (container.path("name").asText().equals("istio-proxy")) {
          return container;
        }
      }
    }
    throw new AssertionError("the pod has no proxy");
  }

  private static boolean isOurs(JsonNode entry) {
    return Set.of("extra-certs", "ISTIO_META_EXTRA_ROOT_CERTS", "XDS_ROOT_CA", "CA_ROOT_CA")
        .contains(entry.path("name").asText());
  }

  private static int ours(JsonNode proxy, String list) {
    int count = 0;
    for (JsonNode entry : proxy.path(list)) {
      count += isOurs(entry) ? 1 : 0;
    }
    assertThat(count).as(list).isPositive();
    return count;
  }

  /** Removes one of the entries that the patch added. */
  private static void removeOurs(JsonNode proxy, String list, int which) {
    ArrayNode entries = (ArrayNode) proxy.path(list);
    int seen = 0;
    for (int index = 0; index < entries.size(); index++) {
      if (isOurs(entries.get(index)) && seen++ == which) {
        entries.remove(index);
        return;
      }
    }
  }
}
