package dev.rootbridge.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonDiff;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A mutating webhook that renders the proxy anew, as Istio's injector does when it is called again:
 * what others put into that container is gone, what they put beside it stays.
 */
final class RenderingInjector implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ADDRESS = "127.0.0.1";

  private final Vertx vertx;
  private final RootCa ca;
  private final URI url;
  private final Queue<InjectedPod> received;

  private RenderingInjector(Vertx vertx, RootCa ca, URI url, Queue<InjectedPod> received) {
    this.vertx = vertx;
    this.ca = ca;
    this.url = url;
    this.received = received;
  }

  static RenderingInjector start() {
    RootCa ca = RootCa.mint(KeyKind.EC_P256, "CN=rendering-injector");
    KeyedCertificate serving =
        ca.issue(KeyKind.EC_P256, new GeneralName(GeneralName.iPAddress, ADDRESS));
    Queue<InjectedPod> received = new ConcurrentLinkedQueue<>();
    Vertx vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(ADDRESS)
                    .setPort(0)
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(serving.certificate()))
                            .addKeyValue(Buffer.buffer(serving.key()))))
            .requestHandler(request -> answer(request, received))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    URI url = URI.create("https://" + ADDRESS + ":" + server.actualPort() + "/render");
    return new RenderingInjector(vertx, ca, url, received);
  }

  private static void answer(HttpServerRequest request, Queue<InjectedPod> received) {
    request.bodyHandler(
        body -> {
          JsonNode review = parse(body.getBytes());
          JsonNode object = review.at("/request/object");
          Pod pod = Serialization.unmarshal(object.toString(), Pod.class);
          received.add(new InjectedPod(pod));
          request
              .response()
              .putHeader("Content-Type", "application/json")
              .end(response(review.at("/request/uid").asText(), object, rendered(pod)).toString());
        });
  }

  private static ObjectNode response(String uid, JsonNode before, Pod after) {
    // Through the same classes on both sides, so that only what was rendered differs.
    JsonNode plain = JSON.valueToTree(Serialization.unmarshal(before.toString(), Pod.class));
    JsonNode patch = JsonDiff.asJson(plain, JSON.valueToTree(after));
    ObjectNode review =
        JSON.createObjectNode()
            .put("apiVersion", "admission.k8s.io/v1")
            .put("kind", "AdmissionReview");
    review
        .putObject("response")
        .put("uid", uid)
        .put("allowed", true)
        .put("patchType", "JSONPatch")
        .put("patch", patch.toString().getBytes(StandardCharsets.UTF_8));
    return review;
  }

  private static Pod rendered(Pod pod) {
    InjectedPod injected = new InjectedPod(Serialization.clone(pod));
    List<EnvVar> variables = injected.variables();
    InjectedPod.proxyOf(injected.pod()).getVolumeMounts().removeAll(injected.mounts());
    InjectedPod.proxyOf(injected.pod()).getEnv().removeAll(variables);
    return injected.pod();
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return url;
  }

  /** What its serving certificate was signed by. */
  RootCa ca() {
    return ca;
  }

  /** The pods it was asked about, as they came, oldest first. */
  List<InjectedPod> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
