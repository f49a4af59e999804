package dev.rootbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class AmbiguousScalarsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e3",
        "0x1F",
        "0o17",
        "017",
        "007",
        "0b11",
        "1_000",
        "+1",
        "-1",
        "1.5",
        ".5",
        "12:30:45",
        "2001-12-14",
        "2001-12-14T21:59:43.10-05:00",
        ".inf",
        "-.INF",
        ".nan",
        ".NaN",
        "=",
        "<<",
        "~",
        "null",
        "Null",
        "NULL",
        "true",
        "False",
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "N",
        ""
      })
  void whatCouldBeTakenForSomethingElseIsQuoted(String text) throws JsonProcessingException {
    assertThat(print(text)).isEqualTo("value: \"" + text + "\"\n");
    assertThat(readBack(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"istio-proxy", "/etc/ssl", "docker.io/istio/proxyv2:1.30.0", "nothing"})
  void whatIsPlainStaysPlain(String text) throws JsonProcessingException {
    assertThat(print(text)).isEqualTo("value: " + text + "\n");
  }

  @Property
  void whatIsPrintedIsReadBack(@ForAll("scalars") String text) throws JsonProcessingException {
    assertThat(readBack(text)).isEqualTo(text);
  }

  @Provide
  Arbitrary<String> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("0123456789abcdefxoEINTZ_+-.:~=<# ").ofMaxLength(12),
        Arbitraries.strings().withCharRange(' ', '~').withChars('\n').ofMaxLength(20));
  }

  private static String print(String text) throws JsonProcessingException {
    return YamlDocument.print(JsonNodeFactory.instance.objectNode().put("value", text));
  }

  private static Object readBack(String text) throws JsonProcessingException {
    Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(print(text));
    return read.get("value");
  }
}
