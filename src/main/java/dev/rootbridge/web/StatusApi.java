package dev.rootbridge.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rootbridge.sync.ChangesView;
import dev.rootbridge.sync.EventsView;
import dev.rootbridge.sync.PlanView;
import dev.rootbridge.sync.SyncPlan;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** The same as the pages, for programs. */
@Singleton
final class StatusApi {

  /** All addresses are below. */
  static final String ROOT = "/api/v1/";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final PlanView plans;
  private final ChangesView changes;
  private final EventsView events;
  private final Clock clock;
  private final String description = readDescription();

  StatusApi(PlanView plans, ChangesView changes, EventsView events, Clock clock) {
    this.plans = plans;
    this.changes = changes;
    this.events = events;
    this.clock = clock;
  }

  /** One of the documents. */
  interface Document {
    /**
     * @throws ListQuery.MalformedException if the parameters can't be meant
     */
    Object of(SyncPlan plan, MultiMap parameters) throws ListQuery.MalformedException;
  }

  /** The cluster has not been read yet. */
  static final class NothingYetException extends Exception {
    private static final long serialVersionUID = 1;

    NothingYetException() {
      super("NotYetRead: the cluster has not been read yet");
    }
  }

  /** The document in JSON. */
  String print(Document document, MultiMap parameters)
      throws ListQuery.MalformedException, NothingYetException {
    SyncPlan plan = plans.latest().orElseThrow(NothingYetException::new);
    try {
      return JSON.writeValueAsString(document.of(plan, parameters));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers can't be written as JSON", e);
    }
  }

  Object status(SyncPlan plan, MultiMap parameters) {
    return StatusDocument.of(plan, clock.instant());
  }

  Object namespaces(SyncPlan plan, MultiMap parameters) throws ListQuery.MalformedException {
    return ListDocument.namespaces(plan, ListQuery.parse(parameters, Namespaces.states()));
  }

  Object missedPods(SyncPlan plan, MultiMap parameters) throws ListQuery.MalformedException {
    return ListDocument.pods(plan, ListQuery.parse(parameters, Pods.reasons()));
  }

  Object changes(SyncPlan plan, MultiMap parameters) {
    return ChangesDocument.of(changes.changes());
  }

  Object events(SyncPlan plan, MultiMap parameters) {
    return EventsDocument.of(events.told());
  }

  /** All of it in OpenAPI 3.1. */
  String description() {
    return description;
  }

  private static String readDescription() {
    try (InputStream text = StatusApi.class.getResourceAsStream("/web/openapi.json")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("web/openapi.json can't be read from the jar", unreadable);
    }
  }
}
