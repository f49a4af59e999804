package dev.rootbridge.boot.dev.cluster;

/**
 * What a TLS server shows and what its clients check it by, all PEM and only in memory.
 *
 * @param authority the certificate of the CA that issued {@code certificate}
 */
public record ServerIdentity(String certificate, String privateKey, String authority) {

  /** The private key stays out of logs. */
  @Override
  public String toString() {
    return "ServerIdentity[" + certificate.lines().count() + " lines of certificate]";
  }
}
