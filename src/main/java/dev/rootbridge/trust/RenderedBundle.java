package dev.rootbridge.trust;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The file that proxies read, or why there can't be one. */
public sealed interface RenderedBundle {

  /**
   * Bytes that the texts of one ConfigMap may have together: the API server's limit is 1 MiB (API
   * reference, ConfigMap), and names and metadata want their part.
   */
  int MAX_BYTES = 1_000_000;

  /**
   * PEM in ASCII: a comment line and a CERTIFICATE block for each anchor, ended by a newline.
   *
   * @param text local anchors, then those of the scope by trust domain: what goes to {@code
   *     root-cert.pem}
   * @param byDomain the same apart, for people and auditors, the local trust domain's included
   */
  record Rendered(String text, SortedMap<TrustDomain, String> byDomain) implements RenderedBundle {
    public Rendered {
      byDomain = Collections.unmodifiableSortedMap(new TreeMap<>(byDomain));
    }
  }

  /**
   * It doesn't fit into a ConfigMap.
   *
   * @param bytes what all texts have together
   * @param largest the trust domain with most of them
   * @param largestBytes its bytes
   */
  record TooLarge(int bytes, TrustDomain largest, int largestBytes) implements RenderedBundle {

    /** One line: what, the limit and the remedy. */
    public String message() {
      return "the bundle has %d bytes, the limit is %d; most are of %s (%d bytes): trust fewer roots"
              .formatted(bytes, MAX_BYTES, largest, largestBytes)
          + " of it, or fewer domains";
    }
  }

  /**
   * Renders the local anchors and those of a scope. The same federation and scope always give the
   * same text.
   *
   * @param scope trust domains; those that the federation doesn't publish are passed over
   */
  static RenderedBundle render(Federation federation, Set<TrustDomain> scope) {
    TrustDomain localDomain = federation.local().trustDomain();
    String localText = BundleText.of(federation.local());
    SortedMap<TrustDomain, String> byDomain = new TreeMap<>();
    StringBuilder text = new StringBuilder(localText);
    for (Map.Entry<TrustDomain, List<PublishedAnchor>> domain : federation.domains().entrySet()) {
      if (scope.contains(domain.getKey())) {
        String domainText = BundleText.of(domain.getValue());
        byDomain.put(domain.getKey(), domainText);
        text.append(domainText);
      }
    }
    byDomain.put(localDomain, localText);
    // Each certificate is in the ConfigMap twice: in the file and in its domain's.
    int bytes = 2 * text.length();
    if (bytes > MAX_BYTES) {
      TrustDomain largest =
          Collections.max(
                  byDomain.entrySet(),
                  Map.Entry.comparingByValue((a, b) -> a.length() - b.length()))
              .getKey();
      return new TooLarge(bytes, largest, 2 * byDomain.get(largest).length());
    }
    return new Rendered(text.toString(), byDomain);
  }
}
