package dev.rootbridge.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rootbridge.kube.RemoteKubeconfig.Outcome.Refused;
import dev.rootbridge.kube.RemoteKubeconfig.Outcome.Usable;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * A kubeconfig from a remote Secret, rebuilt from an allow-list.
 *
 * <p>A kubeconfig can run programs, read files, turn TLS off, go through a proxy and impersonate.
 * Whoever writes the Secret must not gain that in Rootbridge's pod, so only what {@code istioctl
 * create-remote-secret} writes is taken over (server, CA data, a token or an inline client
 * certificate), and anything else is refused by its name, never dropped silently.
 */
final class RemoteKubeconfig {

  private static final int MAX_PORT = 65_535;

  /**
   * {@code b64token} of RFC 6750. The client throws at any other where nobody expects it, and its
   * words have the token.
   */
  private static final Pattern BEARER_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final int MAX_LENGTH = 256 * 1024;
  private static final int MAX_DEPTH = 20;

  private static final Set<String> CLUSTER_FIELDS = Set.of("server", "certificate-authority-data");
  private static final Set<String> CONTEXT_FIELDS = Set.of("cluster", "user", "namespace");
  private static final Set<String> USER_FIELDS =
      Set.of("token", "client-certificate-data", "client-key-data");

  private static final ObjectMapper YAML = new ObjectMapper(yamlFactory());

  private RemoteKubeconfig() {}

  /** What a kubeconfig came to. */
  sealed interface Outcome {
    /** Access with nothing but the allowed fields. */
    record Usable(RemoteAccess access) implements Outcome {}

    /** The kubeconfig isn't used; the message names the field and the remedy. */
    record Refused(String message) implements Outcome {}
  }

  private static YAMLFactory yamlFactory() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_LENGTH);
    options.setAllowDuplicateKeys(false);
    return YAMLFactory.builder()
        .loaderOptions(options)
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
        .build();
  }

  static Outcome parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return new Refused("the kubeconfig has more than " + MAX_LENGTH + " characters");
    }
    JsonNode kubeconfig;
    try {
      kubeconfig = YAML.readTree(text);
    } catch (JsonProcessingException e) {
      // The parser's message would quote the text, and with it the token.
      return new Refused("the kubeconfig is not valid YAML; make it anew");
    }
    String contextName = kubeconfig.path("current-context").asText();
    JsonNode context = named(kubeconfig.path("contexts"), contextName).path("context");
    JsonNode cluster =
        named(kubeconfig.path("clusters"), context.path("cluster").asText()).path("cluster");
    JsonNode user = named(kubeconfig.path("users"), context.path("user").asText()).path("user");
    if (!context.isObject() || !cluster.isObject() || !user.isObject()) {
      return new Refused(
          "the kubeconfig has no current-context that leads to a cluster and a user; make it with"
              + " istioctl create-remote-secret");
    }
    return surplus("cluster", cluster, CLUSTER_FIELDS)
        .or(() -> surplus("context", context, CONTEXT_FIELDS))
        .or(() -> surplus("user", user, USER_FIELDS))
        .or(() -> badServer(cluster.path("server").asText()))
        .or(() -> missing(cluster, user))
        .<Outcome>map(Refused::new)
        .orElseGet(() -> rebuild(cluster, user));
  }

  private static JsonNode named(JsonNode list, String name) {
    for (JsonNode entry : list) {
      if (entry.path("name").asText().equals(name)) {
        return entry;
      }
    }
    return list.path(-1);
  }

  private static Optional<String> surplus(String part, JsonNode node, Set<String> allowed) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!allowed.contains(name)) {
        return Optional.of(
            "the kubeconfig's "
                + part
                + " sets "
                + printable(name)
                + ", which is not allowed in a remote Secret; only "
                + String.join(", ", allowed.stream().sorted().toList())
                + " are");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> badServer(String server) {
    try {
      URI uri = new URI(server);
      if ("https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() <= MAX_PORT
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null) {
        return Optional.empty();
      }
    } catch (URISyntaxException e) {
      // The next line says it: what isn't a URI is no https URL.
    }
    return Optional.of("the kubeconfig's server is no plain https URL: " + printable(server));
  }

  private static Optional<String> missing(JsonNode cluster, JsonNode user) {
    if (lacks(cluster, "certificate-authority-data")) {
      return Optional.of(
          "the kubeconfig has no certificate-authority-data: without it the remote API server"
              + " can't be told from an impostor");
    }
    if (lacks(user, "client-certificate-data") != lacks(user, "client-key-data")) {
      return Optional.of(
          "the kubeconfig needs both client-certificate-data and client-key-data, or neither");
    }
    if (lacks(user, "token") && lacks(user, "client-certificate-data")) {
      return Optional.of("the kubeconfig has neither a token nor a client certificate");
    }
    if (!lacks(user, "token") && !BEARER_TOKEN.matcher(user.path("token").asText()).matches()) {
      return Optional.of(
          "the kubeconfig's token holds characters that no bearer token has (RFC 6750), such as a"
              + " line end; make it anew");
    }
    return Optional.empty();
  }

  private static boolean lacks(JsonNode part, String name) {
    return part.path(name).asText().isEmpty();
  }

  private static Outcome rebuild(JsonNode cluster, JsonNode user) {
    try {
      return new Usable(RemoteAccess.with(settings(cluster, user)));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      // The message could quote a key.
      return new Refused(
          "the kubeconfig's certificate-authority-data, or its client certificate or key, can't be"
              + " read; make it anew");
    }
  }

  private static Config settings(JsonNode cluster, JsonNode user) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(cluster.path("server").asText())
        .withCaCertData(cluster.path("certificate-authority-data").asText())
        .withOauthToken(user.path("token").asText(null))
        .withClientCertData(user.path("client-certificate-data").asText(null))
        .withClientKeyData(user.path("client-key-data").asText(null))
        .withConnectionTimeout((int) Duration.ofSeconds(10).toMillis())
        .withRequestTimeout((int) Duration.ofSeconds(10).toMillis())
        // The informer tries again by itself; a source that is down is to be known as such soon.
        .withRequestRetryBackoffLimit(1)
        .build();
  }

  /** The text goes into conditions and logs, and its writer may be hostile. */
  private static String printable(String text) {
    String shortened = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return '"' + shortened.replaceAll("[^\\x20-\\x7e…]", "?") + '"';
  }
}
