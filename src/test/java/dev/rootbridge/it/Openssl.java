package dev.rootbridge.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A verifier that isn't ours and takes single certificates for anchors, as Envoy does. */
final class Openssl {

  private Openssl() {}

  /** Verifies a certificate with a bundle as its anchors and nothing else. */
  static Command.Result verify(String bundle, KeyedCertificate leaf) {
    Path folder = Scratch.emptyFolder("openssl");
    try {
      Path anchors = Files.writeString(folder.resolve("anchors.pem"), bundle);
      Path certificate = Files.writeString(folder.resolve("leaf.pem"), leaf.certificate());
      return Command.of(
              "openssl",
              "verify",
              "-partial_chain",
              "-no-CApath",
              "-CAfile",
              anchors.toString(),
              certificate.toString())
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
