package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether a JSON value has the shape that a Pod gives it; null counts as absent, as in Go. */
final class Shape {

  private Shape() {}

  static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  static boolean isObjectOrAbsent(JsonNode node) {
    return node.isObject() || isAbsent(node);
  }

  /** A list of objects; nulls in it too are refused, which no API server sends. */
  static boolean isObjectsOrAbsent(JsonNode node) {
    if (isAbsent(node)) {
      return true;
    }
    if (!node.isArray()) {
      return false;
    }
    for (JsonNode element : node) {
      if (!element.isObject()) {
        return false;
      }
    }
    return true;
  }
}
