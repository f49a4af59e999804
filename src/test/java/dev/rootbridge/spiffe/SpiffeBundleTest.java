package dev.rootbridge.spiffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rootbridge.spiffe.SpiffeBundleOutcome.Parsed;
import dev.rootbridge.spiffe.SpiffeBundleOutcome.Rejected;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.SpiffeBundle;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TestKey;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpiffeBundleTest {

  private static final Anchor ROOT = TestCertificate.root("CN=B").anchor();
  private static final Anchor OTHER = TestCertificate.root("CN=B2").anchor();

  @ParameterizedTest
  @EnumSource(
      value = TestKey.class,
      names = {"P256", "P384", "P521", "ED25519", "RSA2048"})
  void whatItPrintsItReadsBack(TestKey key) {
    SpiffeBundle bundle =
        new SpiffeBundle(
            List.of(TestCertificate.ca("CN=B").key(key).mint().anchor(), OTHER),
            OptionalLong.of(42),
            Optional.of(Duration.ofMinutes(5)));

    assertThat(read(SpiffeBundleWriter.print(bundle))).isEqualTo(new Parsed(bundle));
  }

  @Test
  void printsAJsonWebKeySet() {
    SpiffeBundle bundle =
        new SpiffeBundle(List.of(ROOT), OptionalLong.of(1), Optional.of(Duration.ofMinutes(5)));

    assertThat(SpiffeBundleWriter.print(bundle).lines().map(String::strip))
        .startsWith(
            "{",
            "\"keys\" : [ {",
            "\"use\" : \"x509-svid\",",
            "\"kty\" : \"EC\",",
            "\"crv\" : \"P-256\",")
        .contains("\"x5c\" : [ \"" + base64(ROOT) + "\" ]")
        .endsWith("\"spiffe_sequence\" : 1,", "\"spiffe_refresh_hint\" : 300", "}");
  }

  @ParameterizedTest
  @CsvSource({"P256, P-256, 32", "P384, P-384, 48", "P521, P-521, 66"})
  void printsCoordinatesInTheFullLengthOfTheirCurve(TestKey key, String curve, int bytes)
      throws JsonProcessingException {
    TestCertificate root = TestCertificate.ca("CN=B").key(key).mint();
    ECPoint point = ((ECPublicKey) root.keys().getPublic()).getW();

    JsonNode jwk = printedKey(root);

    assertThat(jwk.path("kty").textValue()).isEqualTo("EC");
    assertThat(jwk.path("crv").textValue()).isEqualTo(curve);
    assertThat(bytes(jwk, "x")).hasSize(bytes).satisfies(x -> isNumber(x, point.getAffineX()));
    assertThat(bytes(jwk, "y")).hasSize(bytes).satisfies(y -> isNumber(y, point.getAffineY()));
  }

  @Test
  void printsRsaNumbersWithoutLeadingZeros() throws JsonProcessingException {
    TestCertificate root = TestCertificate.ca("CN=B").key(TestKey.RSA2048).mint();
    RSAPublicKey key = (RSAPublicKey) root.keys().getPublic();

    JsonNode jwk = printedKey(root);

    assertThat(jwk.path("kty").textValue()).isEqualTo("RSA");
    assertThat(bytes(jwk, "n")).hasSize(256).satisfies(n -> isNumber(n, key.getModulus()));
    assertThat(bytes(jwk, "e")).hasSize(3).satisfies(e -> isNumber(e, key.getPublicExponent()));
  }

  @Test
  void printsEd25519KeysAsTheyAre() throws JsonProcessingException {
    TestCertificate root = TestCertificate.ca("CN=B").key(TestKey.ED25519).mint();
    byte[] der = root.keys().getPublic().getEncoded();

    JsonNode jwk = printedKey(root);

    assertThat(jwk.path("kty").textValue()).isEqualTo("OKP");
    assertThat(jwk.path("crv").textValue()).isEqualTo("Ed25519");
    assertThat(bytes(jwk, "x")).isEqualTo(Arrays.copyOfRange(der, der.length - 32, der.length));
  }

  private static JsonNode printedKey(TestCertificate root) throws JsonProcessingException {
    SpiffeBundle bundle =
        new SpiffeBundle(List.of(root.anchor()), OptionalLong.empty(), Optional.empty());
    return new ObjectMapper().readTree(SpiffeBundleWriter.print(bundle)).at("/keys/0");
  }

  /** Of a member in base64url without padding (RFC 7515, section 2). */
  private static byte[] bytes(JsonNode jwk, String member) {
    String text = jwk.path(member).textValue();
    assertThat(text).matches("[A-Za-z0-9_-]+");
    return Base64.getUrlDecoder().decode(text);
  }

  private static void isNumber(byte[] bytes, BigInteger number) {
    assertThat(new BigInteger(1, bytes)).isEqualTo(number);
  }

  @Test
  void aDocumentMayBeAsLongAsTheLimitAndCountFromZero() {
    String document = "{\"keys\": [], \"spiffe_sequence\": 0, \"spiffe_refresh_hint\": 0}";
    PemLimits exact = PemLimits.DEFAULTS.withMaxBytes(document.length());

    assertThat(new SpiffeBundleReader(exact).read(document))
        .isEqualTo(
            new Parsed(
                new SpiffeBundle(List.of(), OptionalLong.of(0), Optional.of(Duration.ZERO))));
  }

  @Test
  void aKeyOfAnUnknownTypeCantBePrinted() {
    Anchor dsa = TestCertificate.ca("CN=DSA").key(TestKey.DSA2048).mint().anchor();
    SpiffeBundle bundle = new SpiffeBundle(List.of(dsa), OptionalLong.empty(), Optional.empty());

    assertThatThrownBy(() -> SpiffeBundleWriter.print(bundle))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("CN=DSA (sha256:")
        .hasMessageEndingWith("has a key of an unknown type");
  }

  @Test
  void jwtKeysAndUnknownOnesAreKeptOut() {
    String document =
        """
        {"keys": [
          {"use": "jwt-svid", "kty": "EC", "kid": "x", "crv": "P-256", "x": "AA", "y": "AA"},
          {"use": "wit-svid", "kty": "OKP", "x5c": ["junk"]},
          {"kty": "RSA", "x5c": ["%1$s"]},
          {"use": "x509-svid", "kty": "EC", "x5c": ["%1$s"], "new": {"deep": [1]}}],
         "spiffe_new_member": true}
        """
            .formatted(base64(ROOT));

    assertThat(read(document))
        .isEqualTo(
            new Parsed(new SpiffeBundle(List.of(ROOT), OptionalLong.empty(), Optional.empty())));
  }

  @Test
  void aDomainMayHaveNoAuthorityAnyMore() {
    assertThat(read("{\"keys\": []}"))
        .isEqualTo(new Parsed(new SpiffeBundle(List.of(), OptionalLong.empty(), Optional.empty())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void rejectsTheWholeDocument(String document, String message) {
    assertThat(((Rejected) read(document)).message()).isEqualTo(message);
  }

  static Stream<Arguments> rejectsTheWholeDocument() {
    return Stream.of(
        row("nothing", "", "/keys: an array of JSON Web Keys is needed"),
        row("no object", "[]", "/keys: an array of JSON Web Keys is needed"),
        row("no keys", "{}", "/keys: an array of JSON Web Keys is needed"),
        row("no JSON", "\n{\"keys\": [secret", "not JSON, too deep, or a member twice, in line 2"),
        row("a tail", "{\"keys\": []} {}", "not JSON, too deep, or a member twice, in line 1"),
        row(
            "a member twice",
            "{\"keys\": [], \"keys\": []}",
            "not JSON, too deep, or a member twice, in line 1"),
        row("depth", "{\"keys\": " + "[".repeat(5000), "not JSON, too deep, or a member twice"),
        row("no certificate", x509(""), "/keys/0/x5c: exactly one certificate is needed"),
        row(
            "two certificates",
            x509("\"%s\", \"%s\"".formatted(base64(ROOT), base64(OTHER))),
            "/keys/0/x5c: exactly one certificate is needed"),
        row(
            "an empty certificate",
            x509("\"\""),
            "/keys/0/x5c: not an X.509 certificate in DER: it is not encoded in DER"),
        row("no text", x509("1"), "/keys/0/x5c: exactly one certificate is needed"),
        row("no base64", x509("\"-secret-\""), "/keys/0/x5c: not base64"),
        row(
            "no DER",
            x509("\"MAA=\""),
            "/keys/0/x5c: not an X.509 certificate in DER: sequence wrong size for a certificate"),
        row(
            "a huge certificate",
            x509("\"" + "A".repeat(30_000) + "\""),
            "/keys/0/x5c: the certificate is longer than 16384 bytes, the limit"),
        row(
            "a negative sequence",
            "{\"keys\": [], \"spiffe_sequence\": -1}",
            "/spiffe_sequence: a whole number, 0 or more, is needed"),
        row(
            "a hint that is no number",
            "{\"keys\": [], \"spiffe_refresh_hint\": \"300\"}",
            "/spiffe_refresh_hint: a whole number, 0 or more, is needed"),
        row(
            "a number beyond any count",
            "{\"keys\": [], \"spiffe_sequence\": 99999999999999999999}",
            "/spiffe_sequence: a whole number, 0 or more, is needed"));
  }

  @Test
  void capsHaveTheirOwnMessages() {
    String two =
        SpiffeBundleWriter.print(
            new SpiffeBundle(List.of(ROOT, OTHER), OptionalLong.empty(), Optional.empty()));
    PemLimits one = PemLimits.DEFAULTS.withMaxCertificates(1);
    TestCertificate named = TestCertificate.ca("CN=Named").dns("a", "b", "c").mint();
    PemLimits small = PemLimits.DEFAULTS.withMaxBytes(10);

    assertThat(new SpiffeBundleReader(one).read(two))
        .isEqualTo(new Rejected("/keys/1", "more than 1 certificates, which is the limit"));
    assertThat(new SpiffeBundleReader(small).read(two))
        .isEqualTo(
            new Rejected(
                "", "the document has %d characters, the limit is 10".formatted(two.length())));
    assertThat(
            new SpiffeBundleReader(PemLimits.DEFAULTS.withMaxNames(2))
                .read(x509("\"" + base64(named.anchor()) + "\"")))
        .isEqualTo(new Rejected("/keys/0/x5c", "it has 3 alternative names, the limit is 2"));
  }

  private static SpiffeBundleOutcome read(String document) {
    return new SpiffeBundleReader(PemLimits.DEFAULTS).read(document);
  }

  private static String x509(String x5c) {
    return "{\"keys\": [{\"use\": \"x509-svid\", \"kty\": \"EC\", \"x5c\": [" + x5c + "]}]}";
  }

  private static String base64(Anchor anchor) {
    return Base64.getEncoder().encodeToString(anchor.der());
  }

  private static Arguments row(String name, String document, String message) {
    return Arguments.of(Named.of(name, document), message);
  }
}
