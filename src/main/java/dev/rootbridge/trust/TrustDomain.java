package dev.rootbridge.trust;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The host part of a SPIFFE ID, such as {@code cluster-b.example}: lower case, without scheme, port
 * or path. Ordered by name.
 *
 * @param name the trust domain name (SPIFFE-ID standard, section 2.1)
 */
public record TrustDomain(String name) implements Comparable<TrustDomain> {

  private static final int MAX_LENGTH = 255;
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");

  public TrustDomain {
    Objects.requireNonNull(name, "name");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a trust domain can't be empty");
    }
    if (name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a trust domain has at most "
              + MAX_LENGTH
              + " characters, this one has "
              + name.length());
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a trust domain holds only a-z, 0-9, '.', '-' and '_', and no scheme, port or path");
    }
  }

  /**
   * Reads a trust domain name as people write it; capitals are taken as lower case, since hosts
   * compare without case (RFC 3986, section 3.2.2).
   *
   * @throws IllegalArgumentException if it is none; the message doesn't repeat the input
   */
  public static TrustDomain parse(String text) {
    return new TrustDomain(text.toLowerCase(Locale.ROOT));
  }

  @Override
  public int compareTo(TrustDomain other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
