package dev.rootbridge.kube;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a server listens.
 *
 * @param host a name or an address, without brackets
 */
public record ServerAddress(String host, int port) {

  /**
   * Reads {@code host:port}, an IPv6 address in brackets.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ServerAddress parse(String text) {
    try {
      URI uri = new URI(null, text, null, null, null);
      String host = uri.getHost();
      if (host == null || uri.getPort() < 1 || uri.getUserInfo() != null) {
        throw new IllegalArgumentException("not host:port");
      }
      boolean isBracketed = host.startsWith("[");
      return new ServerAddress(
          isBracketed ? host.substring(1, host.length() - 1) : host, uri.getPort());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not host:port", e);
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
