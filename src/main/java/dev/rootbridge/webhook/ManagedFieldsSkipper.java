package dev.rootbridge.webhook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/**
 * Reads JSON as if {@code metadata.managedFields} weren't there. They are half of a review, no
 * decision looks at them, and a tree of them costs more memory than all the rest. What is skipped
 * still has to be valid JSON within the parser's limits.
 */
final class ManagedFieldsSkipper extends JsonParserDelegate {

  ManagedFieldsSkipper(JsonParser parser) {
    super(parser);
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = delegate.nextToken();
    while (token == JsonToken.FIELD_NAME && isManagedFields()) {
      delegate.nextToken();
      delegate.skipChildren();
      token = delegate.nextToken();
    }
    return token;
  }

  private boolean isManagedFields() throws IOException {
    if (!"managedFields".equals(delegate.currentName())) {
      return false;
    }
    JsonStreamContext parent = delegate.getParsingContext().getParent();
    return "metadata".equals(parent.getCurrentName());
  }
}
