package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.sync.ToldEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** As the API server takes them. */
@OnRealClusters
class EventsIT {

  private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");

  private final KubernetesClient client;
  private final String uid = UUID.randomUUID().toString();
  private final ToldEvents told = new ToldEvents();

  EventsIT(Clusters clusters) {
    this.client = clusters.b().admin();
  }

  @Test
  void oneIsOnTheObjectThatItIsAbout() {
    try (Events events = new Events(client, "rootbridge-0", at(NOON), told::add)) {
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
    try (Events events = new Events(client, "rootbridge-0", at(NOON), told::add)) {
      events.say(note("Unreachable", "down"));
      events.say(note("Unreachable", "down"));
      events.say(note("Malformed", "junk"));
      await().until(() -> written().size() == 2);
      assertThat(written()).allMatch(event -> event.getSeries() == null);
    }
    try (Events later =
        new Events(client, "rootbridge-1", at(NOON.plus(Events.QUIET)), told::add)) {
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

  @Test
  void whatIsToldIsRememberedAsOftenAsItIs() {
    try (Events events = new Events(client, "rootbridge-0", at(NOON), told::add)) {
      events.say(note("Unreachable", "down"));
      events.say(note("Malformed", "junk"));
      events.say(note("Unreachable", "down"));

      await().until(() -> told.told().stream().anyMatch(event -> event.count() == 2));
    }
    assertThat(told.told())
        .extracting(ToldEvent::reason)
        .containsExactly("Unreachable", "Malformed");
    assertThat(told.told())
        .extracting(ToldEvent::about)
        .containsOnly("FederatedTrustDomain cluster-b");
  }

  @Test
  void theSelectorOnThePageFindsThemAll() throws IOException {
    Matcher selector =
        Pattern.compile("--field-selector ([^= ]+)=([^ <]+)")
            .matcher(Files.readString(Path.of("src/main/resources/templates/web/eventrows.html")));
    assertThat(selector.find()).isTrue();
    try (Events events = new Events(client, "rootbridge-0", at(NOON), told::add)) {
      events.say(note("Unreachable", "selected"));

      await()
          .until(
              () ->
                  client
                      .v1()
                      .events()
                      .inAnyNamespace()
                      .withField(selector.group(1), selector.group(2))
                      .list()
                      .getItems()
                      .stream()
                      .anyMatch(event -> uid.equals(event.getInvolvedObject().getUid())));
    }
    assertThat(
            client
                .v1()
                .events()
                .inAnyNamespace()
                .withField(selector.group(1), "another.example/controller")
                .list()
                .getItems())
        .isEmpty();
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
    return new Events.Note(regarding, ToldEvent.Type.WARNING, reason, "ReadSource", message);
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant.plus(Duration.ofMillis(1)), ZoneOffset.UTC);
  }
}
