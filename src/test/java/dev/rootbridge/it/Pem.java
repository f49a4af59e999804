package dev.rootbridge.it;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/** PEM by Bouncy Castle, apart from the product's own reader and writer. */
final class Pem {

  private Pem() {}

  static String of(X509CertificateHolder certificate) {
    return write(certificate);
  }

  static String of(PrivateKey key) {
    try {
      PemObjectGenerator pkcs8 = new JcaPKCS8Generator(key, null);
      return write(pkcs8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String write(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static List<X509CertificateHolder> certificates(String pem) {
    List<X509CertificateHolder> certificates = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        certificates.add((X509CertificateHolder) next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return certificates;
  }
}
