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

  private final TrustDirectory directory;
  private final Injection injection;
  private final MeterRegistry metrics;

  InjectResource(TrustDirectory directory, Injection injection, MeterRegistry metrics) {
    this.directory = directory;
    this.injection = injection;
    this.metrics = metrics;
  }

  /** Answers one {@code AdmissionReview}; 400 with a {@code Status} if it is none. */
  @POST
  @NonBlocking
  public Response inject(byte[] body) {
    AdmissionReviewReader.Outcome outcome = AdmissionReviewReader.read(body);
    if (outcome instanceof AdmissionReviewReader.Outcome.Malformed malformed) {
      return Response.status(Response.Status.BAD_REQUEST)
          .entity(AdmissionAnswer.badRequest(malformed.uid(), malformed.problem()).toString())
          .build();
    }
    return Response.ok(
            answer(((AdmissionReviewReader.Outcome.Review) outcome).request()).toString())
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
