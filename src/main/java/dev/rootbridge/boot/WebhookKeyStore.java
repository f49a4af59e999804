package dev.rootbridge.boot;

import dev.rootbridge.serving.ServedCertificate;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.tls.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/**
 * Lets the webhook's server show what is to be shown at each handshake: a new certificate needs no
 * new server, and none of its connections is refused.
 */
@UnlessBuildProfile("dev")
@Identifier("webhook")
@Singleton
final class WebhookKeyStore implements KeyStoreProvider {

  private final ServedCertificate served;

  WebhookKeyStore(ServedCertificate served) {
    this.served = served;
  }

  @Override
  public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
    return new KeyStoreAndKeyCertOptions(empty(), KeyCertOptions.wrap(served));
  }

  /** The registry wants one, and reads it for server names only, which are not used here. */
  private static KeyStore empty() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("an empty key store could not be made", impossible);
    }
  }
}
