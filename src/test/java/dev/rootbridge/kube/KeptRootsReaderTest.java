package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.KeptRootsReader.Outcome;
import dev.rootbridge.sync.LocalRoots;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptRootsReaderTest {

  private final KeptRootsReader reader = new KeptRootsReader(new KubernetesSerialization());

  @Test
  void nothingIsKeptAtFirst() {
    assertThat(reader.read(Map.of())).isEqualTo(new Outcome.Kept(KeptRoots.NONE));
  }

  @Test
  void aMissingSequenceIsTheFirst() {
    assertThat(reader.read(Map.of("anchors.json", "[]")))
        .isEqualTo(
            new Outcome.Kept(
                new KeptRoots(new LocalRoots(List.of(), 1), KeptRoots.NONE.remotes())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anchors.json     | {                  | key anchors.json holds no JSON array of anchors",
        "anchors.json     | {\"a\": 1}         | key anchors.json holds no JSON array of anchors",
        "anchors.json     | [null]             | key anchors.json holds a null among its anchors",
        "remote.west.json | [[]]               | key remote.west.json holds no JSON array of anchors",
        "sequence         | x                  | key sequence holds no whole number",
        "sequence         | 9223372036854775808| key sequence holds no whole number",
        "sequence         | -1                 | key sequence is negative",
      })
  void whatCannotBeReadIsNamedByItsKey(String key, String value, String problem) {
    HashMap<String, String> data = new HashMap<>(Map.of("anchors.json", "[]"));
    data.put(key, value);

    assertThat(reader.read(data)).isEqualTo(new Outcome.Unreadable(problem));
  }
}
