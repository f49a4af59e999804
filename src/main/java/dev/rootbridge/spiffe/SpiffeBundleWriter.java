package dev.rootbridge.spiffe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.SpiffeBundle;
import java.util.Base64;

/**
 * Prints SPIFFE bundle documents (SPIFFE Trust Domain and Bundle, section 4). The same bundle gives
 * the same text.
 */
public final class SpiffeBundleWriter {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SpiffeBundleWriter() {}

  /**
   * The document, indented, with a newline at its end.
   *
   * @throws IllegalArgumentException if an anchor has a key of a type that no JSON Web Key is
   *     defined for here, see {@link Anchor#keyType}
   */
  public static String print(SpiffeBundle bundle) {
    ObjectNode root = JSON.createObjectNode();
    var keys = root.putArray("keys");
    for (Anchor anchor : bundle.anchors()) {
      ObjectNode key = keys.addObject();
      key.put("use", "x509-svid");
      key.setAll(PublicJwk.of(anchor));
      key.putArray("x5c").add(Base64.getEncoder().encodeToString(anchor.der()));
    }
    bundle.sequence().ifPresent(sequence -> root.put("spiffe_sequence", sequence));
    bundle.refreshHint().ifPresent(hint -> root.put("spiffe_refresh_hint", hint.toSeconds()));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers can be printed", e);
    }
  }
}
