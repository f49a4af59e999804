package dev.rootbridge.it;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/**
 * An address of this machine that isn't the loopback one, where it has any. A remote cluster at a
 * loopback address is what an attacker would write into a kubeconfig, and may be refused.
 */
final class HostAddress {

  private HostAddress() {}

  static String find() {
    try {
      Optional<InetAddress> address =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(Inet4Address.class::isInstance)
              .filter(found -> !found.isLoopbackAddress() && !found.isLinkLocalAddress())
              .findFirst();
      return address.orElseGet(InetAddress::getLoopbackAddress).getHostAddress();
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
  }
}
