package dev.rootbridge.it;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** TLS for test clients. */
final class TrustIn {

  private TrustIn() {}

  /** Trusts what this CA signed and nothing else. */
  static SSLContext only(RootCa ca) {
    return only(ca, new KeyManager[0]);
  }

  /** The same, and shows a certificate to servers that ask for one. */
  static SSLContext only(RootCa ca, KeyedCertificate own) {
    try (PEMParser key = new PEMParser(new StringReader(own.key()))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own",
          new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) key.readObject()),
          new char[0],
          new Certificate[] {
            new JcaX509CertificateConverter()
                .getCertificate(Pem.certificates(own.certificate()).get(0))
          });
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      return only(ca, managers.getKeyManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trusts what the one CA of this PEM signed. */
  static SSLContext only(String pem) {
    return only(Pem.certificates(pem).get(0), new KeyManager[0]);
  }

  private static SSLContext only(RootCa ca, KeyManager[] own) {
    return only(ca.certificate(), own);
  }

  private static SSLContext only(X509CertificateHolder ca, KeyManager[] own) {
    try {
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      anchors.setCertificateEntry("ca", new JcaX509CertificateConverter().getCertificate(ca));
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(anchors);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
