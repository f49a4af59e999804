package dev.rootbridge.kube;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Which Secrets roots are read from. A root is public and belongs into a ConfigMap; where it is
 * kept in a Secret all the same, it must not be one that a private key lives in: whoever may name a
 * Secret in a resource would make Rootbridge hold that key in memory, and whoever grants the right
 * to read it would grant it for more than a root.
 */
final class SecretRule {

  private static final Set<String> CA_SECRETS = Set.of("cacerts", "istio-ca-secret");

  private SecretRule() {}

  /**
   * Why the Secret isn't read, if so.
   *
   * @param keys all data keys that the Secret has
   */
  static Optional<String> refusal(String name, String type, Collection<String> keys) {
    if (CA_SECRETS.contains(name)) {
      return Optional.of("it is the Secret of a CA, with its private key");
    }
    if (isReserved(type)) {
      return Optional.of("it is of type " + type + ", which holds keys or tokens");
    }
    return keys.stream()
        .sorted()
        .filter(SecretRule::isPrivate)
        .findFirst()
        .map(key -> "it holds a private key, \"" + key + "\"");
  }

  /** Of Kubernetes itself, but for the plain one, and of Istio. */
  private static boolean isReserved(String type) {
    return type.startsWith("kubernetes.io/")
        || type.startsWith("bootstrap.kubernetes.io/")
        || type.startsWith("istio.io/");
  }

  private static boolean isPrivate(String key) {
    return key.endsWith(".key") || key.endsWith("key.pem");
  }
}
