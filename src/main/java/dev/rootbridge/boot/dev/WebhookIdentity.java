package dev.rootbridge.boot.dev;

import dev.rootbridge.boot.dev.cluster.Authority;
import dev.rootbridge.boot.dev.cluster.ServerIdentity;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.tls.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The webhook's serving certificate in dev mode: made at start, so that nobody commits a key. */
@IfBuildProfile("dev")
@Identifier("webhook")
@Singleton
final class WebhookIdentity implements KeyStoreProvider {

  private static final Duration LIFETIME = Duration.ofDays(30);

  private final ServerIdentity identity;

  WebhookIdentity(Clock clock) {
    Instant now = clock.instant();
    identity =
        Authority.mint("O=Rootbridge,CN=dev mode CA", now, LIFETIME)
            .identifyLocalhost(now, LIFETIME);
  }

  /**
   * What the webhook's callers check it by. A live reload makes another identity, but the server
   * stays up with the one it was started with; Vert.x outlives the reload too, and remembers.
   */
  PemTrustOptions trust(Vertx vertx) {
    String present = identity.authorityPem();
    String first =
        vertx
            .sharedData()
            .<String, String>getLocalMap(WebhookIdentity.class.getName())
            .computeIfAbsent("authority", absent -> present);
    return new PemTrustOptions()
        .addCertValue(Buffer.buffer(present))
        .addCertValue(Buffer.buffer(first));
  }

  @Override
  public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
    return new KeyStoreAndKeyCertOptions(identity.keyStore(), identity.keyCertOptions());
  }
}
