package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** As the API server takes them. */
@OnRealClusters
class EventsIT {

  private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");

  private final KubernetesClient client;
  private final String uid = UUID.randomUUID().toString();

  EventsIT(Clusters clusters) {
    this.client = clusters.b().admin();
  }

  @Test
  void oneIsOnTheObjectThatItIsAbout() {
    try (Events events = new Events(client, "rootbridge-0", at(NOON))) {
      events.say(note("Unreachable", "x".repeat(2000)));

      assertThat(await().until(this::written, found -> found.size() == 1))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getMetadata().getNamespace()).isEqualTo("default");
                assertThat(event.getType()).isEqualTo("Warning");
                assertThat(event.getReason()).isEqualTo("Unreachable");
                assertThat(event.getAction()).isEqualTo("ReadSource");
                assertThat(event.getNote()).hasSize(1024);
                assertThat(event.getReportingController()).isEqualTo("rootbridge.dev/rootbridge");
                assertThat(event.getReportingInstance()).isEqualTo("rootbridge-0");
              });
    }
  }

  @Test
  void theSameAgainIsOneEventWithACount() {
    try (Events events = new Events(client, "rootbridge-0", at(NOON))) {
      events.say(note("Unreachable", "down"));
      events.say(note("Unreachable", "down"));
      events.say(note("Malformed", "junk"));
      await().until(() -> written().size() == 2);
      assertThat(written()).allMatch(event -> event.getSeries() == null);
    }
    try (Events later = new Events(client, "rootbridge-1", at(NOON.plus(Events.QUIET)))) {
      later.say(note("Unreachable", "down"));

      await().until(() -> written().stream().anyMatch(event -> event.getSeries() != null));
      assertThat(written())
          .hasSize(2)
          .filteredOn(event -> event.getSeries() != null)
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getReason()).isEqualTo("Unreachable");
                assertThat(event.getSeries().getCount()).isEqualTo(2);
              });
    }
  }

  private List<Event> written() {
    return client.events().v1().events().inAnyNamespace().list().getItems().stream()
        .filter(event -> event.getRegarding() != null)
        .filter(event -> uid.equals(event.getRegarding().getUid()))
        .toList();
  }

  private Events.Note note(String reason, String message) {
    ObjectReference regarding =
        new ObjectReferenceBuilder()
            .withApiVersion("rootbridge.dev/v1alpha1")
            .withKind("FederatedTrustDomain")
            .withName("cluster-b")
            .withUid(uid)
            .build();
    return new Events.Note(regarding, Events.Type.WARNING, reason, "ReadSource", message);
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant.plus(Duration.ofMillis(1)), ZoneOffset.UTC);
  }
}
