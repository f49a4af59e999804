package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The golden pods through a real API server: what it sends to the webhook, takes from it and
 * stores. The pod that comes back must equal the expected one put through a namespace that did not
 * opt in, so that the API server's defaults and spellings are on both sides.
 */
@OnRealClusters
class GoldenPodsIT {

  /** Fewer, and the goldens have moved away from what a cluster can play. */
  private static final int LEAST_CASES = 60;

  /**
   * Pods that the API server doesn't take, by its own words: the webhook must stand them, but only
   * unit tests can show it.
   */
  private static final Map<String, String> REFUSED =
      Map.of(
          "ephemeral-container-is-no-proxy",
          "spec.ephemeralContainers: Forbidden: cannot be set on create",
          "malformed-env",
          "cannot unmarshal object into Go struct field Container.spec.containers.env",
          "malformed-labels",
          "cannot unmarshal array into Go struct field ObjectMeta.metadata.labels",
          "mount-of-extra-certs-elsewhere",
          "volumeMounts[4].name: Not found: \"extra-certs\"",
          "unknown-fields-survive",
          "strict decoding error: unknown field \"spec.fieldOfTheFuture\"");

  private final Installation rootbridge;
  private final KubernetesClient admin;
  private Federation federation;

  GoldenPodsIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
    this.admin = rootbridge.clusters().a().admin();
  }

  @BeforeEach
  void federate() {
    federation = Federation.of(rootbridge);
  }

  @AfterEach
  void part() {
    federation.close();
  }

  @TestFactory
  Stream<DynamicTest> goldens() throws IOException {
    String optedIn = federation.namespace().name();
    String elsewhere = federation.newNamespace().name();
    // The webhook learns of a bundle a moment after it is there.
    await()
        .until(
            () -> !federation.namespace().preview(SidecarPod.CLASSIC.create()).volumes().isEmpty());
    List<GoldenPod> playable =
        GoldenPod.all().stream().filter(GoldenPod::isOfOneClusterFederated).toList();
    assertThat(playable).extracting(GoldenPod::name).containsAll(REFUSED.keySet());
    List<GoldenPod> accepted =
        playable.stream().filter(golden -> !REFUSED.containsKey(golden.name())).toList();
    assertThat(accepted).hasSizeGreaterThanOrEqualTo(LEAST_CASES);
    return Stream.concat(
        accepted.stream()
            .map(golden -> dynamicTest(golden.name(), () -> play(golden, optedIn, elsewhere))),
        playable.stream()
            .filter(golden -> REFUSED.containsKey(golden.name()))
            .map(
                golden ->
                    dynamicTest(golden.name() + " is refused", () -> refuse(golden, optedIn))));
  }

  private void play(GoldenPod golden, String optedIn, String elsewhere) {
    PodPreview expected = PodPreview.of(admin, elsewhere, golden.after());
    assertThat(expected.isAccepted()).as("%s", expected.body()).isTrue();

    PodPreview actual = PodPreview.of(admin, optedIn, golden.before());

    assertThat(actual.isAccepted()).as("%s", actual.body()).isTrue();
    assertThat(ofAnyVersion(actual.pod()).toPrettyString())
        .isEqualTo(ofAnyVersion(expected.pod()).toPrettyString());
    assertThat(actual.warnings())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(golden.warnings().stream(), expected.warnings().stream()).toList());
  }

  private void refuse(GoldenPod golden, String optedIn) {
    PodPreview answer = PodPreview.of(admin, optedIn, golden.before());

    assertThat(answer.isAccepted()).isFalse();
    assertThat(answer.body().path("message").asText()).contains(REFUSED.get(golden.name()));
  }

  /** The status annotation names the version that decided; goldens were decided by one of none. */
  private static JsonNode ofAnyVersion(JsonNode pod) {
    ObjectNode metadata = ((ObjectNode) pod).withObject("/metadata");
    String status = metadata.at("/annotations/rootbridge.dev~1status").asText();
    if (!status.isEmpty()) {
      metadata
          .withObject("/annotations")
          .put(
              "rootbridge.dev/status",
              status.replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"any\""));
    }
    return pod;
  }
}
