package dev.rootbridge.kube;

import dev.rootbridge.explain.RemoteFacts.Callers;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster that this one's istiod serves too, as the settings have it.
 *
 * @param place how it is reached
 */
record InstalledRemote(RemoteCluster place, Callers callers) {

  /** A name with dots stands in double quotes. */
  private static final Pattern SECRET =
      Pattern.compile(
          "rootbridge[.]remote-clusters[.](?<quote>\"?)(?<name>.+?)\\k<quote>[.](?<rest>secret[.]name)");

  /** By name. */
  static Map<String, InstalledRemote> of(InstalledSettings settings) {
    Map<String, InstalledRemote> found = new TreeMap<>();
    for (String property : settings.names()) {
      Matcher secret = SECRET.matcher(property);
      if (secret.matches()) {
        String prefix = property.substring(0, secret.start("rest"));
        found.put(
            secret.group("name"),
            new InstalledRemote(place(settings, prefix), callers(settings, prefix)));
      }
    }
    return found;
  }

  private static RemoteCluster place(InstalledSettings settings, String prefix) {
    return new RemoteCluster(
        settings.get(prefix + "secret.namespace", "istio-system"),
        settings.get(prefix + "secret.name", ""),
        settings.get(prefix + "secret.key"),
        new ConfigMapKey(
            settings.get(prefix + "root.namespace", "istio-system"),
            settings.get(prefix + "root.name", "istio-ca-root-cert"),
            settings.get(prefix + "root.key", "root-cert.pem")));
  }

  private static Callers callers(InstalledSettings settings, String prefix) {
    Set<String> allowed = Set.copyOf(settings.list(prefix + "allowed-callers"));
    String auth = settings.get(prefix + "caller-auth", "none");
    return switch (auth) {
      case "none" -> new Callers.Anyone();
      case "token-review" ->
          new Callers.Tokens(Set.copyOf(settings.list(prefix + "audiences")), allowed);
      case "mtls" -> new Callers.Certificates(allowed);
      default -> new Callers.Unknown(auth);
    };
  }
}
