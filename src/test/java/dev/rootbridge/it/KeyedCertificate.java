package dev.rootbridge.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A certificate and its private key, both in PEM.
 *
 * @param certificate the certificate
 * @param key the key, in PKCS #8
 */
public record KeyedCertificate(String certificate, String key) {

  /** Writes {@code tls.crt} and {@code tls.key}, the names that a TLS Secret has. */
  void writeTo(Path folder) {
    try {
      Files.writeString(folder.resolve("tls.crt"), certificate);
      Files.writeString(folder.resolve("tls.key"), key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
