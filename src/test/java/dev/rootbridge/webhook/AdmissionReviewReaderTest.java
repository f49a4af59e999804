package dev.rootbridge.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.webhook.AdmissionRequest.Subject;
import dev.rootbridge.webhook.AdmissionReviewReader.Outcome;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionReviewReaderTest {

  private static final String NEW_POD =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "u-1", "operation": "CREATE", "namespace": "shop",
        "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "object": {"apiVersion": "v1", "kind": "Pod"}}}
      """;

  @Test
  void aNewPodIsRead() {
    AdmissionRequest request = ((Outcome.Review) read(NEW_POD)).request();

    assertThat(request.uid()).isEqualTo("u-1");
    assertThat(request.namespace()).isEqualTo("shop");
    assertThat(request.subject()).isEqualTo(Subject.NEW_POD);
    assertThat(request.object().isObject()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'CREATE', 'UPDATE'",
    "'CREATE', 'DELETE'",
    "'\"kind\": \"Pod\"}', '\"kind\": \"Deployment\"}'",
    "'\"version\": \"v1\"', '\"version\": \"v2\"'",
    "'\"group\": \"\"', '\"group\": \"apps\"'",
    "'\"operation\"', '\"subResource\": \"ephemeralcontainers\", \"operation\"'"
  })
  void anythingElseIsToBeAllowedAsItIs(String what, String instead) {
    assertThat(NEW_POD).contains(what);

    Outcome outcome = read(NEW_POD.replace(what, instead));

    assertThat(((Outcome.Review) outcome).request().subject()).isEqualTo(Subject.SOMETHING_ELSE);
  }

  @ParameterizedTest
  @CsvSource({"admission.k8s.io/v1, admission.k8s.io/v1beta1", "AdmissionReview, Review"})
  void anotherVersionOrKindIsRefusedWithItsUid(String what, String instead) {
    assertThat(read(NEW_POD.replace(what, instead)))
        .isEqualTo(
            new Outcome.Malformed("u-1", "the body is no AdmissionReview of admission.k8s.io/v1"));
  }

  @Test
  void missingPartsAreNamed() {
    assertThat(problem(NEW_POD.replace("\"u-1\"", "\"\""))).isEqualTo("request.uid is missing");
    assertThat(problem(NEW_POD.replace("\"u-1\"", "7"))).isEqualTo("request.uid is missing");
    assertThat(problem(NEW_POD.replace("\"object\"", "\"other\"")))
        .isEqualTo("request.object is missing");
    assertThat(problem(NEW_POD.replace("\"request\"", "\"other\"")))
        .isEqualTo("request is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "7", "[]", "\"text\"", "{}"})
  void whatIsNoObjectOfOursIsRefused(String body) {
    assertThat(problem(body)).isEqualTo("the body is no AdmissionReview of admission.k8s.io/v1");
  }

  @Test
  void brokenJsonIsRefusedWithTheLineAndWithoutRepeatingIt() {
    assertThat(problem("{\n \"secret")).startsWith("the body is no valid JSON, at line 2");
    assertThat(problem("{\"kind\": 1,\n \"kind\": 2}"))
        .isEqualTo(
            "the body is no valid JSON, for a name or the whole is there twice, at line 2, column 11");
    assertThat(problem(NEW_POD + NEW_POD))
        .startsWith("the body is no valid JSON, for a name or the whole is there twice, at line 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "UTF-32LE"})
  void onlyUtf8IsRead(String charset) {
    Outcome outcome = AdmissionReviewReader.read(NEW_POD.getBytes(Charset.forName(charset)));
    assertThat(((Outcome.Malformed) outcome).problem()).startsWith("the body is no valid JSON");
  }

  @Test
  void whatIsNoCharacterIsRefused() {
    byte[] beyondUnicode = {0, 0, 0, '{', 'c', 'o', 'u', '"'};
    Outcome outcome = AdmissionReviewReader.read(beyondUnicode);
    assertThat(((Outcome.Malformed) outcome).problem()).startsWith("the body is no valid JSON");
  }

  @Test
  void depthAndNamesAreCapped() {
    assertThat(problem("[".repeat(100_000))).contains("nesting depth");
    assertThat(problem("{\"" + "n".repeat(100_000) + "\": 1}")).contains("Name length");
    assertThat(problem(NEW_POD.replace("u-1", "u".repeat(200))))
        .isEqualTo("request.uid has more than 128 characters");
  }

  /** As a tree, such a list takes thirty times its bytes: one body could end the process. */
  @Test
  void valuesAreCapped() {
    String many = "{},".repeat(SparseTree.MAX_VALUES) + "{}";
    assertThat(problem(withObject("{\"spec\": {\"volumes\": [" + many + "]}}")))
        .isEqualTo("the body is refused: it has more than 100000 values");
    assertThat(read(withObject("{\"spec\": {\"unwanted\": [" + many + "]}}")))
        .isInstanceOf(Outcome.Review.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\u0000", "\\n", "\u00fc", " "})
  void aUidThatMayNotComeBackAsItIsIsRefused(String characters) {
    assertThat(read(NEW_POD.replace("u-1", "u-1" + characters)))
        .isEqualTo(new Outcome.Malformed("", "request.uid holds more than printable ASCII"));
  }

  @Test
  void aMistakeAfterManagedFieldsIsToldByItsPlaceInTheBodyAsItWasSent() {
    String object = "{\"metadata\":{\"managedFields\":[{\"a\":1}],\"name\":tru}}";
    String body = withObject(object);
    assertThat(problem(body))
        .startsWith("the body is no valid JSON")
        .endsWith("column " + (body.indexOf("tru") - body.lastIndexOf('\n', body.indexOf("tru"))));
  }

  private static String withObject(String object) {
    return NEW_POD.replace("{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}}}", object + "}}");
  }

  private static Outcome read(String body) {
    return AdmissionReviewReader.read(body.getBytes(UTF_8));
  }

  private static String problem(String body) {
    Outcome outcome = read(body);
    assertThat(outcome).isInstanceOf(Outcome.Malformed.class);
    return ((Outcome.Malformed) outcome).problem();
  }
}
