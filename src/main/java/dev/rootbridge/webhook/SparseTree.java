package dev.rootbridge.webhook;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Makes a tree of those members of a JSON text that are wanted. A tree of all of a review takes
 * several times its bytes in memory, most of it never looked at; of a hostile one, such as a list
 * of empty objects, thirty times.
 *
 * <p>What isn't wanted is read over: it must be JSON, but may hold a name twice.
 */
final class SparseTree {

  /** A pod of the largest size that etcd takes by default has half as many, if each is tiny. */
  static final int MAX_VALUES = 100_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private int values;

  /** A name that is wanted, or the whole, is there twice. */
  static final class RepeatedException extends JsonParseException {
    private static final long serialVersionUID = 1;

    private RepeatedException(JsonParser parser) {
      super(parser, "a name or the whole is there twice");
    }
  }

  private SparseTree(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads one text to its end.
   *
   * @return missing if the text is empty
   * @throws JsonParseException if it is no JSON
   * @throws RepeatedException if it holds more than one value, or a wanted name twice
   * @throws StreamConstraintsException if more than {@value #MAX_VALUES} values are wanted
   */
  static JsonNode read(JsonParser parser, Members wanted) throws IOException {
    if (parser.nextToken() == null) {
      return NODES.missingNode();
    }
    JsonNode tree = new SparseTree(parser).value(wanted);
    if (parser.nextToken() != null) {
      throw new RepeatedException(parser);
    }
    return tree;
  }

  private JsonNode value(Members wanted) throws IOException {
    values++;
    if (values > MAX_VALUES) {
      throw new StreamConstraintsException("it has more than " + MAX_VALUES + " values");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(wanted);
      case START_ARRAY -> array(wanted);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> NODES.numberNode(parser.getDecimalValue());
    };
  }

  private ObjectNode object(Members wanted) throws IOException {
    ObjectNode object = NODES.objectNode();
    String name = parser.nextFieldName();
    while (name != null) {
      parser.nextToken();
      Members member = wanted instanceof Members.Some some ? some.byName().get(name) : Members.ALL;
      if (member == null) {
        parser.skipChildren();
      } else if (object.replace(name, value(member)) != null) {
        throw new RepeatedException(parser);
      }
      name = parser.nextFieldName();
    }
    return object;
  }

  private ArrayNode array(Members wanted) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(wanted));
    }
    return array;
  }
}
