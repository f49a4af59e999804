package dev.rootbridge.sync;

import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.RenderedBundle;
import dev.rootbridge.trust.TrustDomain;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The data of a ConfigMap that pods mount: the file that proxies read, and one key for each trust
 * domain, for people and auditors.
 *
 * @param fingerprint tells contents apart; what is in the cluster is remembered by it alone, since
 *     the texts of thousands of namespaces would fill the memory
 */
public record TargetContent(SortedMap<String, String> data, Fingerprint fingerprint) {

  private static final String KEY_HEAD = "domain.";
  private static final String KEY_TAIL = ".pem";

  /** The limit of Kubernetes on a ConfigMap's key (DNS-1123 subdomain length). */
  private static final int MAX_KEY_LENGTH = 253;

  public TargetContent {
    data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
  }

  /** Takes the data as it is. */
  public static TargetContent of(Map<String, String> data) {
    TreeMap<String, String> sorted = new TreeMap<>(data);
    StringBuilder all = new StringBuilder();
    // Lengths, so that no text can pass for a key.
    sorted.forEach(
        (key, text) ->
            all.append(key.length())
                .append(' ')
                .append(text.length())
                .append(' ')
                .append(key)
                .append(text));
    return new TargetContent(
        sorted, Fingerprint.of(all.toString().getBytes(StandardCharsets.UTF_8)));
  }

  static TargetContent of(RenderedBundle.Rendered bundle) {
    Map<String, String> data = new TreeMap<>();
    data.put(InjectionContract.BUNDLE_KEY, bundle.text());
    bundle.byDomain().forEach((domain, pem) -> data.put(key(domain), pem));
    return of(data);
  }

  /** The key that holds a domain's own anchors. */
  public static String key(TrustDomain domain) {
    String key = KEY_HEAD + domain + KEY_TAIL;
    return key.length() <= MAX_KEY_LENGTH
        ? key
        : KEY_HEAD
            + Fingerprint.of(domain.name().getBytes(StandardCharsets.US_ASCII)).hex()
            + KEY_TAIL;
  }

  /** The trust domains whose anchors it holds, as the keys name them. */
  public List<String> domains() {
    return data.keySet().stream()
        .filter(key -> key.startsWith(KEY_HEAD) && key.endsWith(KEY_TAIL))
        .map(key -> key.substring(KEY_HEAD.length(), key.length() - KEY_TAIL.length()))
        .toList();
  }
}
