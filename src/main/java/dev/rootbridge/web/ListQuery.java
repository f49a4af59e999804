package dev.rootbridge.web;

import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which part of a long list is asked for, in the parameters of a request.
 *
 * @param text that a row must hold; empty for all
 * @param state that it must have; empty for all
 * @param page from 1
 * @param size rows of a page
 */
record ListQuery(String text, Optional<String> state, int page, int size) {

  static final ListQuery ALL = new ListQuery("", Optional.empty(), 1, 100);

  static final String TEXT = "q";
  static final String STATE = "state";
  static final String PAGE = "page";
  static final String SIZE = "size";

  private static final Set<String> KNOWN = Set.of(TEXT, STATE, PAGE, SIZE);
  private static final int MAX_TEXT = 253;
  private static final int MAX_SIZE = 500;
  private static final int MAX_PAGE = 1_000_000;

  /** A query that can't be meant; the message is for whoever sent it. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  /**
   * Reads the parameters.
   *
   * @param states that there are
   */
  static ListQuery parse(MultiMap parameters, Collection<String> states) throws MalformedException {
    for (String name : parameters.names()) {
      if (!KNOWN.contains(name)) {
        throw new MalformedException(
            "no such parameter; there are " + String.join(", ", KNOWN.stream().sorted().toList()));
      }
      if (parameters.getAll(name).size() > 1) {
        throw new MalformedException(name + ": is given more than once");
      }
    }
    String text = Optional.ofNullable(parameters.get(TEXT)).orElse("").strip();
    if (text.length() > MAX_TEXT) {
      throw new MalformedException(TEXT + ": has more than " + MAX_TEXT + " characters");
    }
    Optional<String> state =
        Optional.ofNullable(parameters.get(STATE)).filter(value -> !value.isEmpty());
    if (state.isPresent() && !states.contains(state.get())) {
      throw new MalformedException(STATE + ": must be one of " + String.join(", ", states));
    }
    return new ListQuery(
        text.toLowerCase(Locale.ROOT),
        state,
        number(parameters, PAGE, ALL.page(), MAX_PAGE),
        number(parameters, SIZE, ALL.size(), MAX_SIZE));
  }

  private static int number(MultiMap parameters, String name, int otherwise, int most)
      throws MalformedException {
    String value = Optional.ofNullable(parameters.get(name)).orElse("");
    if (value.isEmpty()) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,7}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > most) {
      throw new MalformedException(name + ": must be a number from 1 to " + most);
    }
    return Integer.parseInt(value);
  }

  boolean matches(String rowState, Stream<String> rowTexts) {
    return (state.isEmpty() || state.get().equals(rowState))
        && (text.isEmpty()
            || rowTexts.anyMatch(shown -> shown.toLowerCase(Locale.ROOT).contains(text)));
  }

  /** The same for another page, as a link from the list. */
  String link(String list, int toPage) {
    StringBuilder link =
        new StringBuilder(list).append("?").append(PAGE).append("=").append(toPage);
    if (size != ALL.size()) {
      link.append("&").append(SIZE).append("=").append(size);
    }
    if (!text.isEmpty()) {
      link.append("&").append(TEXT).append("=").append(encoded(text));
    }
    state.ifPresent(value -> link.append("&").append(STATE).append("=").append(encoded(value)));
    return link.toString();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
