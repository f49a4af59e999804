package dev.rootbridge.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.inject.InjectionRequest;
import dev.rootbridge.inject.RemoteTrustDirectories;
import dev.rootbridge.inject.TrustDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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

  /** The length of a DNS-1123 subdomain; no cluster is named longer. */
  private static final int MAX_CLUSTER_NAME_LENGTH = 253;

  private final TrustDirectory local;
  private final RemoteTrustDirectories remotes;
  private final RemoteCallers callers;
  private final Injection injection;
  private final AdmissionMeters metrics;

  InjectResource(
      TrustDirectory local,
      RemoteTrustDirectories remotes,
      RemoteCallers callers,
      Injection injection,
      MeterRegistry metrics) {
    this.local = local;
    this.remotes = remotes;
    this.callers = callers;
    this.injection = injection;
    this.metrics = new AdmissionMeters(metrics);
  }

  /** Answers one {@code AdmissionReview}; 400 or 413 with a {@code Status} if it is none. */
  @POST
  @NonBlocking
  public Response inject(byte[] body) {
    return answer(local, body);
  }

  /**
   * The same for the API server of a remote cluster, in the path that Istio's injector has for it
   * ({@code pkg/kube/inject/webhook.go}); 404 if the cluster isn't configured, and 401, 403 or 503
   * if the caller isn't known to speak for it.
   */
  @POST
  @Path("/cluster/{cluster}/net/{network}")
  @NonBlocking
  public CompletionStage<Response> injectRemote(
      @PathParam("cluster") String cluster,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @Context HttpServerRequest request,
      byte[] body) {
    Optional<TrustDirectory> remote = remotes.find(cluster);
    if (remote.isEmpty()) {
      String shown =
          cluster.length() > MAX_CLUSTER_NAME_LENGTH
              ? cluster.substring(0, MAX_CLUSTER_NAME_LENGTH) + "…"
              : cluster;
      return CompletableFuture.completedFuture(
          refused(Status.NOT_FOUND, "", "no remote cluster is configured by the name " + shown));
    }
    CallerCredentials credentials =
        new CallerCredentials(BearerToken.fromHeader(authorization), PeerCertificate.of(request));
    return callers
        .check(cluster, credentials)
        .thenApply(verdict -> answer(cluster, verdict, remote.get(), body));
  }

  private Response answer(
      String cluster, CallerVerdict verdict, TrustDirectory directory, byte[] body) {
    if (verdict instanceof CallerVerdict.Refused refused) {
      metrics.refused(cluster, refused.refusal());
      return refused(refused.refusal().status(), "", refused.message());
    }
    return answer(directory, body);
  }

  private Response answer(TrustDirectory directory, byte[] body) {
    // Checked here since the server's own limit closes the connection, and over HTTP/2 takes the
    // other admissions on it along.
    if (body.length > MAX_BODY_BYTES) {
      return refused(
          Status.REQUEST_ENTITY_TOO_LARGE,
          "",
          "the body has more than " + MAX_BODY_BYTES + " bytes");
    }
    Timer.Sample start = metrics.begin();
    AdmissionReviewReader.Outcome outcome = AdmissionReviewReader.read(body);
    if (outcome instanceof AdmissionReviewReader.Outcome.Malformed malformed) {
      return refused(Status.BAD_REQUEST, malformed.uid(), malformed.problem());
    }
    AdmissionRequest request = ((AdmissionReviewReader.Outcome.Review) outcome).request();
    return Response.ok(AdmissionAnswer.bytes(decide(directory, request, start))).build();
  }

  private ObjectNode decide(
      TrustDirectory directory, AdmissionRequest request, Timer.Sample start) {
    if (request.subject() == AdmissionRequest.Subject.SOMETHING_ELSE) {
      return AdmissionAnswer.allowed(request.uid());
    }
    InjectionDecision decision =
        injection.decide(
            new InjectionRequest(request.object(), request.namespace()),
            directory.find(request.namespace()));
    metrics.decided(start, decision.reason());
    DecisionLog.tell(request, decision);
    return AdmissionAnswer.of(request.uid(), decision);
  }

  private static Response refused(Status status, String uid, String problem) {
    Response.ResponseBuilder response = Response.status(status);
    if (status == Status.UNAUTHORIZED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response
        .entity(AdmissionAnswer.bytes(AdmissionAnswer.refused(status, uid, problem)))
        .build();
  }
}
