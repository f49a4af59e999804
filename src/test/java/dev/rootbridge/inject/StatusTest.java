package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusTest {

  private static final int LIMIT = 256 * 1024;
  private static final InjectorVersion VERSION = new InjectorVersion("0.1.0");
  private static final Status STATUS =
      new Status(Reason.WAYPOINT, Optional.empty(), List.of(), VERSION);
  private static final String STATUS_JSON =
      "{\"outcome\":\"LeftAlone\",\"reason\":\"Waypoint\",\"version\":\"0.1.0\"}";
  private static final int STATUS_BYTES =
      InjectionContract.STATUS_ANNOTATION.length() + STATUS_JSON.length();

  @Test
  void itFillsTheAnnotationsToTheLastByte() {
    ObjectNode pod = podWithAnnotation("x".repeat(LIMIT - STATUS_BYTES - 1));
    PodPatch patch = new PodPatch();

    assertThat(STATUS.annotate(PodView.of(pod).orElseThrow(), patch)).isEmpty();
    assertThat(annotation(pod, patch)).isEqualTo(STATUS_JSON);
  }

  @Test
  void itIsOmittedRatherThanHaveThePodRefused() {
    ObjectNode pod = podWithAnnotation("x".repeat(LIMIT - STATUS_BYTES));
    PodPatch patch = new PodPatch();

    assertThat(STATUS.annotate(PodView.of(pod).orElseThrow(), patch))
        .contains(
            new Warning(
                "StatusOmitted: the pod's annotations leave no room for rootbridge.dev/status;"
                    + " shorten them"));
    assertThat(patch.toJson()).isEmpty();
  }

  @Test
  void bytesCountNotCharacters() {
    ObjectNode pod = podWithAnnotation("ü".repeat(LIMIT / 2));

    assertThat(STATUS.annotate(PodView.of(pod).orElseThrow(), new PodPatch())).isPresent();
  }

  @Test
  void anOldStatusMakesRoom() {
    ObjectNode pod = podWithAnnotation("x".repeat(LIMIT - STATUS_BYTES - 1));
    ((ObjectNode) pod.at("/metadata/annotations"))
        .put(InjectionContract.STATUS_ANNOTATION, "old".repeat(99));
    PodPatch patch = new PodPatch();

    assertThat(STATUS.annotate(PodView.of(pod).orElseThrow(), patch)).isEmpty();
    assertThat(annotation(pod, patch)).isEqualTo(STATUS_JSON);
  }

  @Test
  void sixteenTrustDomainsAreNamed() throws JsonProcessingException {
    assertThat(scopeOf(16)).hasSize(16).endsWith("d25");
  }

  @Test
  void ofMoreTheRestIsCounted() throws JsonProcessingException {
    assertThat(scopeOf(21)).hasSize(17).endsWith("d25", "and 5 more");
  }

  private static List<String> scopeOf(int count) throws JsonProcessingException {
    TreeSet<TrustDomain> domains = new TreeSet<>();
    IntStream.range(10, 10 + count).mapToObj(i -> new TrustDomain("d" + i)).forEach(domains::add);
    ObjectNode pod = podWithAnnotation("");
    PodPatch patch = new PodPatch();
    Status status =
        new Status(Reason.INJECTED, Optional.of(new Scope(domains)), List.of(), VERSION);
    assertThat(status.annotate(PodView.of(pod).orElseThrow(), patch)).isEmpty();
    List<String> names = new ArrayList<>();
    new ObjectMapper()
        .readTree(annotation(pod, patch))
        .path("scope")
        .forEach(name -> names.add(name.textValue()));
    return names;
  }

  private static ObjectNode podWithAnnotation(String value) {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.putObject("metadata").putObject("annotations").put("x", value);
    pod.putObject("spec");
    return pod;
  }

  private static String annotation(ObjectNode pod, PodPatch patch) {
    return JsonPatch.apply(patch.toJson(), pod)
        .path("metadata")
        .path("annotations")
        .path(InjectionContract.STATUS_ANNOTATION)
        .textValue();
  }
}
