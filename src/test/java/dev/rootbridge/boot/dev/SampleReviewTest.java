package dev.rootbridge.boot.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rootbridge.web.PodSample;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SampleReviewTest {

  private final SampleReview review = SampleReview.ofResource("checkout", "sample-pod.yaml");

  @Test
  void asksAsTheApiServerDoes() throws Exception {
    JsonNode request = new ObjectMapper().readTree(review.request()).path("request");

    assertThat(request.path("operation").asText()).isEqualTo("CREATE");
    assertThat(request.path("namespace").asText()).isEqualTo("shop");
    assertThat(request.path("object")).isEqualTo(review.pod());
  }

  @Test
  void appliesThePatch() {
    PodSample sample =
        review
            .outcome(answer("[{\"op\":\"add\",\"path\":\"/metadata/labels/new\",\"value\":\"1\"}]"))
            .orElseThrow();

    assertThat(sample.title()).isEqualTo("checkout");
    assertThat(sample.before()).doesNotContain("new:");
    assertThat(sample.after()).contains("    new: \"1\"\n");
  }

  @Test
  void aPodThatIsLetInAsItIsMakesNoSample() {
    byte[] answer = "{\"response\":{\"allowed\":true}}".getBytes(StandardCharsets.UTF_8);

    assertThat(review.outcome(answer)).isEmpty();
  }

  private static byte[] answer(String patch) {
    String encoded = Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8));
    return ("{\"response\":{\"allowed\":true,\"patchType\":\"JSONPatch\",\"patch\":\""
            + encoded
            + "\"}}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
