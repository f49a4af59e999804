package dev.rootbridge.sync;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The release of Istio that a proxy is of, as far as its image's tag tells. */
public record ProxyRelease(int major, int minor, int patch) implements Comparable<ProxyRelease> {

  private static final Pattern TAG =
      Pattern.compile("v?([0-9]{1,4})[.]([0-9]{1,4})[.]([0-9]{1,4})([-_+.].*)?");

  /** The first and the last that follow only one change of {@code /etc/certs}. */
  private static final ProxyRelease FIRST = new ProxyRelease(1, 29, 0);

  private static final ProxyRelease LAST = new ProxyRelease(1, 30, 2);

  private static final Comparator<ProxyRelease> ORDER =
      Comparator.comparingInt(ProxyRelease::major)
          .thenComparingInt(ProxyRelease::minor)
          .thenComparingInt(ProxyRelease::patch);

  /**
   * Reads an image such as {@code docker.io/istio/proxyv2:1.30.1-distroless}.
   *
   * @return empty where it has no tag, or one that names no release
   */
  public static Optional<ProxyRelease> ofImage(String image) {
    String named = image.substring(image.lastIndexOf('/') + 1);
    int digest = named.indexOf('@');
    String tagged = digest < 0 ? named : named.substring(0, digest);
    Matcher tag = TAG.matcher(tagged.substring(tagged.indexOf(':') + 1));
    return tagged.contains(":") && tag.matches()
        ? Optional.of(
            new ProxyRelease(
                Integer.parseInt(tag.group(1)),
                Integer.parseInt(tag.group(2)),
                Integer.parseInt(tag.group(3))))
        : Optional.empty();
  }

  /** Whether it follows the first change of its bundle and none after that: istio/istio#59912. */
  public boolean followsOneChangeOnly() {
    return compareTo(FIRST) >= 0 && compareTo(LAST) <= 0;
  }

  @Override
  public int compareTo(ProxyRelease other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
