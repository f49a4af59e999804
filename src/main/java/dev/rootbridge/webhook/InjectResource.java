package dev.rootbridge.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.inject.InjectionRequest;
import dev.rootbridge.inject.TrustDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The admission webhook: one AdmissionReview in, one out. It decides from memory alone, so it may
 * stay on the event loop.
 */
@Path("/inject")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class InjectResource {

  /** The largest object that etcd takes by default, four times over, and some room. */
  private static final int MAX_BODY_BYTES = 7 * 1024 * 1024;

  private final TrustDirectory directory;
  private final Injection injection;
  private final MeterRegistry metrics;

  InjectResource(TrustDirectory directory, Injection injection, MeterRegistry metrics) {
    this.directory = directory;
    this.injection = injection;
    this.metrics = metrics;
  }

  /** Answers one {@code AdmissionReview}; 400 or 413 with a {@code Status} if it is none. */
  @POST
  @NonBlocking
  public Response inject(byte[] body) {
    // Checked here since the server's own limit closes the connection, and over HTTP/2 takes the
    // other admissions on it along.
    if (body.length > MAX_BODY_BYTES) {
      return refused(
          Response.Status.REQUEST_ENTITY_TOO_LARGE,
          "",
          "the body has more than " + MAX_BODY_BYTES + " bytes");
    }
    AdmissionReviewReader.Outcome outcome = AdmissionReviewReader.read(body);
    if (outcome instanceof AdmissionReviewReader.Outcome.Malformed malformed) {
      return refused(Response.Status.BAD_REQUEST, malformed.uid(), malformed.problem());
    }
    return Response.ok(
            answer(((AdmissionReviewReader.Outcome.Review) outcome).request()).toString())
        .build();
  }

  private static Response refused(Response.Status status, String uid, String problem) {
    return Response.status(status)
        .entity(AdmissionAnswer.refused(status, uid, problem).toString())
        .build();
  }

  private ObjectNode answer(AdmissionRequest request) {
    if (request.subject() == AdmissionRequest.Subject.SOMETHING_ELSE) {
      return AdmissionAnswer.allowed(request.uid());
    }
    InjectionDecision decision =
        injection.decide(
            new InjectionRequest(request.object(), request.namespace()),
            directory.find(request.namespace()));
    metrics
        .counter(
            "rootbridge.admissions",
            "outcome",
            decision.reason().outcome().code(),
            "reason",
            decision.reason().metricLabel())
        .increment();
    return AdmissionAnswer.of(request.uid(), decision);
  }
}
