package dev.rootbridge.sync;

import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.RenderedBundle;
import dev.rootbridge.trust.TrustDomain;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The names and the keys of the ConfigMaps that pods mount. */
public final class TargetData {

  /** The ConfigMap of a namespace whose pods trust all that the namespace may. */
  public static final String CONFIG_MAP = "rootbridge-trust";

  /** The one key that proxies read. */
  static final String BUNDLE_KEY = "root-cert.pem";

  /** The limit of Kubernetes on a ConfigMap's key (DNS-1123 subdomain length). */
  private static final int MAX_KEY_LENGTH = 253;

  private TargetData() {}

  static Map<String, String> of(RenderedBundle.Rendered bundle) {
    Map<String, String> data = new TreeMap<>();
    data.put(BUNDLE_KEY, bundle.text());
    bundle.byDomain().forEach((domain, pem) -> data.put(key(domain), pem));
    return data;
  }

  private static String key(TrustDomain domain) {
    String key = "domain." + domain + ".pem";
    return key.length() <= MAX_KEY_LENGTH
        ? key
        : "domain."
            + Fingerprint.of(domain.name().getBytes(StandardCharsets.US_ASCII)).hex()
            + ".pem";
  }
}
