package dev.rootbridge.kube;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which addresses a source may lead to.
 *
 * <p>Whoever writes a source, or the DNS records of the host that it names, chooses whom Rootbridge
 * connects to from inside the cluster. The pod's own loopback, its node's link-local services and
 * the cloud's metadata servers are never meant by that, whatever form the address comes in: also as
 * IPv4 inside IPv6, by which translators reach the same hosts. Private addresses are allowed, since
 * clusters live there.
 */
public final class AddressRule {

  private static final List<Refused> REFUSED =
      List.of(
          refused("a metadata service's address", "169.254.169.254/32", "fd00:ec2::254/128"),
          refused("a metadata service's address", "100.100.100.200/32", "168.63.129.16/32"),
          refused("a metadata service's address", "192.0.0.192/32", "fd20:ce::254/128"),
          refused("a loopback address", "127.0.0.0/8", "::1/128"),
          refused("a link-local address", "169.254.0.0/16", "fe80::/10"),
          refused("an unspecified address", "0.0.0.0/8", "::/128"),
          refused("a multicast address", "224.0.0.0/4", "ff00::/8"),
          refused("a reserved address", "240.0.0.0/4", "100::/64"),
          // Its networks embed IPv4 where they like (RFC 8215, section 5).
          refused("an address of a translator to IPv4", "64:ff9b:1::/48"));

  /**
   * Prefixes of IPv6 that carry an IPv4 address, and where in it: compatible (RFC 4291), NAT64 (RFC
   * 6052), 6to4 (RFC 3056). Java itself turns mapped ones into IPv4.
   */
  private static final List<Carrier> CARRIERS =
      List.of(
          new Carrier(subnet("::/96"), 12),
          new Carrier(subnet("64:ff9b::/96"), 12),
          new Carrier(subnet("2002::/16"), 2));

  private static final IpSubnetFilterRule TEREDO = subnet("2001::/32");

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern DOTTED = Pattern.compile(OCTET + "([.]" + OCTET + "){3}");

  /** By which browsers and C libraries take a host for an IPv4 address, in some form. */
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(.*[.])?([0-9]+|0[xX][0-9a-fA-F]*)[.]?");

  private final List<IpSubnetFilterRule> allowed;

  private record Refused(String what, List<IpSubnetFilterRule> subnets) {}

  private record Carrier(IpSubnetFilterRule subnet, int offset) {}

  private AddressRule(List<IpSubnetFilterRule> allowed) {
    this.allowed = allowed;
  }

  /**
   * The rule with exceptions.
   *
   * @param cidrs networks that are allowed whatever they are, such as {@code 127.0.0.0/8}
   * @throws IllegalArgumentException if one of them is none
   */
  public static AddressRule allowing(Collection<String> cidrs) {
    return new AddressRule(cidrs.stream().map(String::strip).map(AddressRule::subnet).toList());
  }

  /** Why the address may not be connected to, if so. */
  Optional<String> refusal(InetAddress address) {
    if (contains(allowed, address)) {
      return Optional.empty();
    }
    return REFUSED.stream()
        .filter(refused -> contains(refused.subnets(), address))
        .findFirst()
        .map(refused -> message("address " + address.getHostAddress() + " is " + refused.what()))
        .or(() -> carried(address).flatMap(this::refusal));
  }

  /**
   * Why the host of a URL can't be used, as far as its text tells; a name is judged by what it
   * resolves to, when it is connected to.
   *
   * @param host as {@link java.net.URI#getHost} gives it
   */
  Optional<String> refusalOfHost(String host) {
    if (host.startsWith("[")) {
      byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
      return bytes == null || host.indexOf('%') >= 0
          ? Optional.of("host is no IPv6 address, or one with a zone")
          : refusal(address(bytes));
    }
    if (DOTTED.matcher(host).matches()) {
      return refusal(address(NetUtil.createByteArrayFromIpAddressString(host)));
    }
    return ENDS_IN_A_NUMBER.matcher(host).matches()
        ? Optional.of(
            "host is an IP address in a form that programs read differently; write it as four"
                + " decimal numbers")
        : Optional.empty();
  }

  private static String message(String what) {
    return what
        + ", which a source may not lead to; if it is meant, allow it by"
        + " rootbridge.sources.allowed-addresses";
  }

  private static Optional<InetAddress> carried(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return Optional.empty();
    }
    byte[] bytes = address.getAddress();
    if (matches(TEREDO, address)) {
      byte[] client = Arrays.copyOfRange(bytes, 12, 16);
      for (int i = 0; i < client.length; i++) {
        client[i] ^= (byte) 0xff;
      }
      return Optional.of(address(client));
    }
    return CARRIERS.stream()
        .filter(carrier -> matches(carrier.subnet(), address))
        .findFirst()
        .map(carrier -> address(Arrays.copyOfRange(bytes, carrier.offset(), carrier.offset() + 4)));
  }

  private static Refused refused(String what, String... cidrs) {
    return new Refused(what, Arrays.stream(cidrs).map(AddressRule::subnet).toList());
  }

  private static IpSubnetFilterRule subnet(String cidr) {
    int slash = cidr.indexOf('/');
    String address = slash < 0 ? cidr : cidr.substring(0, slash);
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      throw notCidr(cidr);
    }
    try {
      int prefix = slash < 0 ? bytes.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
      return new IpSubnetFilterRule(unmapped(bytes), prefix, IpFilterRuleType.ACCEPT);
    } catch (IllegalArgumentException e) {
      throw notCidr(cidr);
    }
  }

  /** Java makes IPv4 of a mapped address, which would leave the prefix's length wrong. */
  private static InetAddress unmapped(byte[] bytes) {
    InetAddress address = address(bytes);
    if (address.getAddress().length != bytes.length) {
      throw new IllegalArgumentException("write the network as one of IPv4");
    }
    return address;
  }

  private static IllegalArgumentException notCidr(String text) {
    return new IllegalArgumentException(
        "no network such as 127.0.0.0/8 or fd00::/8: \"" + text + '"');
  }

  private static boolean contains(List<IpSubnetFilterRule> subnets, InetAddress address) {
    return subnets.stream().anyMatch(subnet -> matches(subnet, address));
  }

  private static boolean matches(IpSubnetFilterRule subnet, InetAddress address) {
    return subnet.matches(new InetSocketAddress(address, 0));
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
