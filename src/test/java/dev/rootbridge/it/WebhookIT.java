package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the webhook says to callers that are no API server: anyone in the cluster can be one. */
@OnRealClusters
class WebhookIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MEBIBYTE = 1024 * 1024;

  private final RootbridgeProcess process;
  private final HttpClient client;

  WebhookIT(Installation rootbridge) {
    this.process = rootbridge.process();
    this.client = HttpClient.newBuilder().sslContext(TrustIn.only(rootbridge.servingCa())).build();
  }

  @Test
  void aPodWithoutAProxyIsAllowedUntouchedAndTheUidComesBack() throws Exception {
    HttpResponse<String> answer =
        post(
            "application/json",
            """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
              "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
              "kind": {"group": "", "version": "v1", "kind": "Pod"},
              "operation": "CREATE", "namespace": "default",
              "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "plain"},
                "spec": {"containers": [{"name": "app", "image": "app"}]}}}}
            """);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode review = JSON.readTree(answer.body());
    assertThat(review.at("/apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(review.at("/kind").asText()).isEqualTo("AdmissionReview");
    assertThat(review.at("/response/uid").asText())
        .isEqualTo("705ab4f5-6393-11e8-b7cc-42010a800002");
    assertThat(review.at("/response/allowed").asBoolean()).isTrue();
    assertThat(review.at("/response").has("patch")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "junk",
        "null",
        "[]",
        "{",
        "{}",
        "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}",
        "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\"}"
      })
  void junkIsRefusedInOneSentence(String body) throws Exception {
    assertRefused(post("application/json", body), 400);
  }

  @Test
  void aBodyNestedTooDeepIsRefused() throws Exception {
    assertRefused(post("application/json", "[".repeat(100_000)), 400);
  }

  @Test
  void aRefusalBringsTheUidBackToo() throws Exception {
    HttpResponse<String> answer =
        post(
            "application/json",
            """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
              "uid": "uid-1", "kind": {"group": "", "version": "v1", "kind": "Pod"},
              "operation": "CREATE", "namespace": "default"}}
            """);
    assertRefused(answer, 400);
    assertThat(answer.body()).contains("\"uid-1\"");
  }

  @Test
  void anotherContentTypeIsRefused() throws Exception {
    assertThat(post("text/plain", "{}").statusCode()).isEqualTo(415);
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    assertRefused(post("application/json", " ".repeat(8 * MEBIBYTE)), 413);
  }

  @Test
  void aClusterThatIsNotConfiguredIsNamed() throws Exception {
    HttpResponse<String> answer =
        post(URI.create(process.webhook() + "/cluster/west/net/west-1"), "application/json", "{}");
    assertRefused(answer, 404);
    assertThat(answer.body()).contains("no remote cluster is configured by the name west");
  }

  private static void assertRefused(HttpResponse<String> answer, int statusCode)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(statusCode);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    JsonNode status = JSON.readTree(answer.body());
    assertThat(status.at("/kind").asText()).isEqualTo("Status");
    assertThat(status.at("/code").asInt()).isEqualTo(statusCode);
    assertThat(status.at("/message").asText()).isNotEmpty().doesNotContain("\n");
    assertThat(answer.body()).doesNotContain("Exception", "dev.rootbridge", "\tat ");
  }

  private HttpResponse<String> post(String contentType, String body) throws Exception {
    return post(process.webhook(), contentType, body);
  }

  private HttpResponse<String> post(URI target, String contentType, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(target)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
