package dev.rootbridge.boot.dev.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeTest {

  private static final ObjectMapper LENIENT =
      new ObjectMapper().configure(JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES, true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: 1}         | {b: 2}       | {a: 1, b: 2}
          {a: 1}         | {a: null}    | {}
          {a: {b: 1}}    | {a: {c: 2}}  | {a: {b: 1, c: 2}}
          {a: {b: 1}}    | {a: 2}       | {a: 2}
          {a: 1}         | {a: {b: 2}}  | {a: {b: 2}}
          {a: [1, 2]}    | {a: [3]}     | {a: [3]}
          """)
  void mergePatch(String target, String patch, String result) throws JsonProcessingException {
    assertThat(Merge.mergePatch(json(target), json(patch))).isEqualTo(json(result));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {d: {a: 1, b: 1}}          | {d: {a: 1, b: 1}} | {d: {a: 2}} | {d: {a: 2}}
          {d: {a: 1, theirs: 1}}     | {d: {a: 1}}       | {d: {b: 2}} | {d: {theirs: 1, b: 2}}
          {d: {a: 1}, theirs: {x: 1}} | {d: {a: 1}}      | {}          | {theirs: {x: 1}}
          {d: {a: 1, theirs: 1}}     | {d: {a: 1}}       | {}          | {d: {theirs: 1}}
          {l: [1]}                   | {l: [1]}          | {l: [2]}    | {l: [2]}
          """)
  void applyDropsWhatIsNoLongerWanted(String live, String last, String wanted, String result)
      throws JsonProcessingException {
    assertThat(Merge.apply(json(live), Optional.of(json(last)), json(wanted)))
        .isEqualTo(json(result));
  }

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) LENIENT.readTree(text);
  }
}
