package dev.rootbridge.kube;

import dev.rootbridge.trust.Anchor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/** Trust in servers by given CA certificates alone, not by those of the system beside them. */
final class GivenRoots {

  private GivenRoots() {}

  /**
   * @throws GeneralSecurityException if the JDK can't use one of them
   */
  static TrustManagerFactory trusting(Collection<? extends Certificate> roots)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate root : roots) {
      store.setCertificateEntry("ca-" + number++, root);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  /**
   * @throws CertificateException if the JDK can't use one of them
   */
  static List<Certificate> certificates(List<Anchor> anchors) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    for (Anchor anchor : anchors) {
      certificates.add(factory.generateCertificate(new ByteArrayInputStream(anchor.der())));
    }
    return certificates;
  }
}
