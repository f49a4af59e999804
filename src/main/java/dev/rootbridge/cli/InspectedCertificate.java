package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Finding;
import dev.rootbridge.trust.KeyType;
import java.util.List;
import java.util.Locale;

/** A certificate of a file and what the lint rules say of it. */
record InspectedCertificate(Place place, Anchor anchor, List<Finding> findings) {

  static final List<String> COLUMNS =
      List.of("PLACE", "SHA-256", "KEY", "NOT AFTER", "VOUCHES FOR", "SUBJECT");

  List<String> row() {
    return List.of(
        place.toString(),
        anchor.fingerprint().hex(),
        key(),
        anchor.notAfter().toString(),
        anchor.permittedUriHosts().isEmpty()
            ? "every identity"
            : String.join(", ", anchor.permittedUriHosts()),
        anchor.subject());
  }

  ObjectNode json(JsonMapper mapper) {
    ObjectNode json = mapper.createObjectNode();
    json.put("file", place.file().toString());
    json.put("line", place.line());
    json.put("sha256", anchor.fingerprint().hex());
    json.put("publicKeySha256", anchor.keyFingerprint().hex());
    json.put("subject", anchor.subject());
    json.put("issuer", anchor.issuer());
    json.put("key", key());
    json.put("notBefore", anchor.notBefore().toString());
    json.put("notAfter", anchor.notAfter().toString());
    json.put("constrained", anchor.isStandIn());
    var hosts = json.putArray("permittedUriHosts");
    anchor.permittedUriHosts().forEach(hosts::add);
    var found = json.putArray("findings");
    for (Finding finding : findings) {
      found
          .addObject()
          .put("rule", finding.rule())
          .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
          .put("citation", finding.citation())
          .put("message", finding.message());
    }
    return json;
  }

  private String key() {
    return anchor.keyType().map(KeyType::toString).orElse("unknown");
  }
}
