package dev.rootbridge.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedFieldsCutTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{}]",
        "[[],{\"a\":[1,{}]}]",
        "[{\"k:{\\\"name\\\":\\\"a]\\\"}\":{}}]",
        "[\"]\",\"\\\\\",\"\\\"]\"]",
        "[{\"ü€\uD83D\uDE00]\":\"}\"}]"
      })
  void theListIsEmptyAndTheRestAsItWas(String fields) throws JsonProcessingException {
    for (String body :
        new String[] {
          "{\"metadata\":{\"managedFields\":%s}}",
          "{\"metadata\":{\"name\":\"ü\",\"managedFields\":%s,\"uid\":\"]\"},\"spec\":{\"a\":[1]}}"
        }) {
      ObjectNode expected = (ObjectNode) JSON.readTree(body.formatted(fields));
      expected.withObjectProperty("metadata").putArray("managedFields");

      assertThat(tree(cut(body.formatted(fields)))).isEqualTo(expected);
    }
  }

  /** Nobody who may write a string into a pod can make another part of it vanish. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"managedFields\":[",
        ",\"managedFields\":[",
        "{\"managedFields\":[{}]",
        "\\\",\"managedFields\":[",
        "\\"
      })
  void aStringIsNoName(String text) throws JsonProcessingException {
    ObjectNode pod = JSON.createObjectNode();
    pod.putObject("metadata").putObject("annotations").put("a", text).put(text, "b");
    pod.putObject("spec").putArray("containers").addObject().putArray("args").add(text).add("]");

    assertThat(cut(pod.toString())).isEqualTo(pod.toString());
  }

  @Test
  void whatIsNotClosedIsLeftToTheParser() {
    for (String fields : new String[] {"[", "[{}", "[\"]", "[\"\\", "[[]"}) {
      String body = "{\"managedFields\":" + fields;
      assertThat(cut(body)).isEqualTo(body);
    }
  }

  @Test
  void aReviewWithoutThemIsTheSameArray() {
    byte[] body = "{\"metadata\":{\"name\":\"a\"}}".getBytes(StandardCharsets.UTF_8);
    assertThat(ManagedFieldsCut.from(body)).isSameAs(body);
  }

  private static String cut(String body) {
    return new String(
        ManagedFieldsCut.from(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  private static JsonNode tree(String json) throws JsonProcessingException {
    return JSON.readTree(json);
  }
}
