package dev.rootbridge.it;

import dev.rootbridge.bench.ConstantRate;
import dev.rootbridge.bench.ConstantRate.Answer;
import dev.rootbridge.bench.RealSizeReview;
import dev.rootbridge.bench.Sample;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Pods with a sidecar that are created in one namespace at a constant rate. */
final class PodStream {

  static final int MAX_IN_FLIGHT = PlainClient.MAX_IN_FLIGHT;

  /** What should become of the pods. */
  enum Expected {
    INJECTED {
      @Override
      boolean isIn(String pod) {
        return pod.contains("\"outcome\":\"Injected\"");
      }
    },
    UNTOUCHED {
      @Override
      boolean isIn(String pod) {
        return !pod.contains("rootbridge.dev/status");
      }
    };

    abstract boolean isIn(String pod);
  }

  private final PlainClient client;
  private final String pods;
  private final byte[] pod;
  private final Expected expected;

  /**
   * @param plain where no webhook is called
   */
  PodStream(
      ApiServer cluster, TenantNamespace namespace, TenantNamespace plain, Expected expected) {
    this.client = new PlainClient(cluster);
    this.pods = pods(namespace);
    this.pod =
        ProtobufPod.like(
            client.tryToCreate(
                pods(plain), RealSizeReview.podIn(plain.name()), ProtobufPod.MEDIA_TYPE),
            namespace.name());
    this.expected = expected;
  }

  private static String pods(TenantNamespace namespace) {
    return "/api/v1/namespaces/" + namespace.name() + "/pods";
  }

  /**
   * Creates pods for so long, then deletes them all, so that etcd is as full as before.
   *
   * @return milliseconds from when a creation was due until it was answered
   * @throws AssertionError if one failed, or a pod isn't as expected
   */
  Sample create(ConstantRate rate, Duration duration) {
    List<Answer<HttpResponse<String>>> answers =
        rate.run(duration, () -> client.send(client.create(pods, ProtobufPod.MEDIA_TYPE, pod)));
    for (Answer<HttpResponse<String>> answer : answers) {
      HttpResponse<String> response = answer.content();
      if (response.statusCode() != 201 || !expected.isIn(response.body())) {
        throw new AssertionError(
            "not " + expected + ": " + response.statusCode() + " " + response.body());
      }
    }
    client.sendAll(List.of(client.delete(pods)), 1);
    return Sample.of(answers.stream().map(Answer::millis).toList());
  }
}
