package dev.rootbridge.trust;

import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certification path is to be good for. */
enum PathPurpose {
  /** A workload's, which is client and server in turn. */
  MUTUAL_TLS("mutual TLS", "the workload's certificate"),
  /** A server's that is never a client. */
  SERVER("a TLS server", "the server's certificate");

  private final String label;
  private final String leaf;

  PathPurpose(String label, String leaf) {
    this.label = label;
    this.leaf = leaf;
  }

  String label() {
    return label;
  }

  /** What messages call the certificate that the path begins with. */
  String leaf() {
    return leaf;
  }

  boolean isAllowedBy(ExtendedKeyUsage usage) {
    return switch (this) {
      case MUTUAL_TLS -> ExtendedKeyUsageRule.allowsMutualTls(usage);
      case SERVER ->
          usage.hasKeyPurposeId(KeyPurposeId.anyExtendedKeyUsage)
              || usage.hasKeyPurposeId(KeyPurposeId.id_kp_serverAuth);
    };
  }
}
