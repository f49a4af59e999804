package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Ends lists of a remote API server that go on page after page: the client asks for the next for as
 * long as it is told that there is one.
 */
final class PageLimit implements Interceptor {

  static final String NAME = "PAGE_LIMIT";

  /** With {@link Facts#PAGE} objects a page, more than a cluster is said to hold (150,000 pods). */
  static final int MAX_PAGES = 2_000;

  private static final String CONTINUE = "continue=";

  /** By what is listed. */
  private final Map<String, Integer> pages = new ConcurrentHashMap<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String query = Objects.requireNonNullElse(request.uri().getRawQuery(), "");
    String listed =
        request.uri().getRawPath()
            + Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.startsWith(CONTINUE))
                .sorted()
                .collect(Collectors.joining("&", "?", ""));
    if (!query.contains(CONTINUE)) {
      pages.remove(listed);
    } else if (pages.merge(listed, 1, Integer::sum) >= MAX_PAGES) {
      throw new UnaskedException("a list of more than " + MAX_PAGES + " pages");
    }
  }
}
