package dev.rootbridge.kube;

import dev.rootbridge.sync.ToldEvent;
import dev.rootbridge.trust.Fingerprint;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Tells people of what happened, as events ({@code events.k8s.io/v1}) on the object concerned.
 *
 * <p>What is said again is one event with a count, also by another replica or after a restart, for
 * its name follows from what it says; and it is written again every {@link #QUIET} at most. Events
 * are a help and no record: writing them never holds up the caller, and those that can't be written
 * are dropped.
 */
final class Events implements AutoCloseable {

  static final Duration QUIET = Duration.ofMinutes(5);

  private static final Logger LOG = Logger.getLogger(Events.class);
  private static final String CONTROLLER = "rootbridge.dev/rootbridge";
  private static final int MAX_NOTE = 1024;
  private static final int MAX_NAME = 200;
  private static final int MAX_WAITING = 256;

  /** Where those of cluster-scoped objects belong. */
  private static final String DEFAULT_NAMESPACE = "default";

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final Consumer<ToldEvent> journal;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(MAX_WAITING),
          task -> {
            Thread thread = new Thread(task, "events");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());

  /** Belongs to the writer. */
  private final Map<String, Said> said = new HashMap<>();

  /** How often something was said, and when that was last written. */
  private record Said(int count, Instant written) {}

  /**
   * What is said.
   *
   * @param reason stable CamelCase, for machines
   * @param action what Rootbridge did or tried, CamelCase
   * @param message one sentence for people; cut at 1,024 characters
   */
  record Note(
      ObjectReference regarding,
      ToldEvent.Type type,
      String reason,
      String action,
      String message) {}

  /**
   * @param instance this replica, such as the pod's name
   * @param journal is told of each as it is said
   */
  Events(KubernetesClient client, String instance, Clock clock, Consumer<ToldEvent> journal) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
    this.journal = journal;
    writer.allowCoreThreadTimeOut(true);
  }

  void say(Note note) {
    writer.execute(() -> write(note));
  }

  private void write(Note note) {
    Instant now = clock.instant();
    String name = name(note);
    said.values().removeIf(old -> old.written().plus(Duration.ofHours(1)).isBefore(now));
    Said before = said.get(name);
    int count = before == null ? 1 : before.count() + 1;
    journal.accept(
        new ToldEvent(
            now,
            note.type(),
            about(note.regarding()),
            note.reason(),
            cut(note.message(), MAX_NOTE),
            count));
    if (before != null && now.isBefore(before.written().plus(QUIET))) {
      said.put(name, new Said(count, before.written()));
      return;
    }
    said.put(name, new Said(count, now));
    Event event = event(name, note, now);
    try {
      create(event, count, now);
    } catch (KubernetesClientException e) {
      LOG.debugf("event %s of %s was dropped: %s", note.reason(), name, e.getMessage());
    }
  }

  private void create(Event event, int count, Instant now) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // Said before, perhaps by another replica.
      Resource<Event> existing =
          client
              .events()
              .v1()
              .events()
              .inNamespace(event.getMetadata().getNamespace())
              .withName(event.getMetadata().getName());
      existing.patch(
          PatchContext.of(PatchType.JSON_MERGE),
          "{\"series\":{\"count\":%d,\"lastObservedTime\":\"%s\"}}"
              .formatted(Math.max(2, count), MICROSECONDS.format(now)));
    }
  }

  private Event event(String name, Note note, Instant now) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace(note))
        .endMetadata()
        .withEventTime(new MicroTime(MICROSECONDS.format(now)))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withType(note.type().label())
        .withReason(note.reason())
        .withAction(note.action())
        .withNote(cut(note.message(), MAX_NOTE))
        .withRegarding(note.regarding())
        .build();
  }

  private static String about(ObjectReference regarding) {
    String namespace = regarding.getNamespace() == null ? "" : regarding.getNamespace() + "/";
    return regarding.getKind() + " " + namespace + regarding.getName();
  }

  private static String namespace(Note note) {
    return Objects.requireNonNullElse(note.regarding().getNamespace(), DEFAULT_NAMESPACE);
  }

  private static String name(Note note) {
    String identity =
        String.join(
            "\n",
            String.valueOf(note.regarding().getUid()),
            note.type().label(),
            note.reason(),
            note.message());
    return cut(note.regarding().getName(), MAX_NAME)
        + "."
        + Fingerprint.of(identity.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
  }

  private static String cut(String text, int length) {
    return text.length() > length ? text.substring(0, length) : text;
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
