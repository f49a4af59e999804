package dev.rootbridge.serving;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * What this replica shows callers, and why it shows nothing.
 *
 * <p>A handshake asks for certificate and key one after the other, and another certificate may come
 * in between. So the alias that it is given first names the certificate, and what an alias named
 * stays there for one change more. Without a certificate, handshakes fail; the port is open all the
 * same, and what comes later needs no restart.
 */
public final class ServedCertificate extends X509ExtendedKeyManager {

  private final Clock clock;
  private final AtomicReference<Shown> shown =
      new AtomicReference<>(new Shown(Optional.empty(), Optional.empty()));
  private volatile Optional<String> problem = Optional.of("none has been looked for yet");

  private record Shown(Optional<Identity> present, Optional<Identity> before) {
    Optional<Identity> named(String alias) {
      return present
          .filter(identity -> alias(identity).equals(alias))
          .or(() -> before.filter(identity -> alias(identity).equals(alias)));
    }
  }

  /**
   * @param clock the time that callers judge it by
   */
  public ServedCertificate(Clock clock) {
    this.clock = clock;
  }

  /**
   * The next handshake shows this one.
   *
   * @return whether it is another than before
   */
  public boolean show(Identity identity) {
    problem = Optional.empty();
    Shown before = shown.get();
    if (before.present().filter(identity::equals).isPresent()) {
      return false;
    }
    shown.set(new Shown(Optional.of(identity), before.present()));
    return true;
  }

  /**
   * There is nothing better to show than what is shown already.
   *
   * @param why in a clause
   */
  public void keep(String why) {
    problem = Optional.of(why);
  }

  public Optional<Identity> identity() {
    return shown.get().present();
  }

  /** What is wrong with where certificates come from, be one shown or not. */
  public Optional<String> problem() {
    return problem;
  }

  /** Why callers can't believe this replica; empty if they can. */
  public Optional<String> whyNotReady() {
    Instant now = clock.instant();
    String more = problem.map(why -> "; " + why).orElse("");
    Optional<Identity> present = identity();
    if (present.isEmpty()) {
      return Optional.of("there is no serving certificate" + more);
    }
    if (now.isBefore(present.get().notBefore())) {
      return Optional.of(
          "the serving certificate is not valid before " + present.get().notBefore() + more);
    }
    return present.get().isValidAt(now)
        ? Optional.empty()
        : Optional.of("the serving certificate expired at " + present.get().notAfter() + more);
  }

  private static String alias(Identity identity) {
    return identity.certificate().getSerialNumber().toString(16);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return identity()
        .filter(identity -> isOfKind(keyType, identity.key()))
        .map(ServedCertificate::alias)
        .orElse(null);
  }

  private static boolean isOfKind(String keyType, PrivateKey key) {
    return keyType.equals(key.getAlgorithm())
        || (keyType.startsWith("EC") && key.getAlgorithm().startsWith("EC"))
        || (keyType.equals("EdDSA") && key.getAlgorithm().startsWith("Ed"));
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return shown
        .get()
        .named(alias)
        .map(identity -> identity.chain().toArray(X509Certificate[]::new))
        .orElse(null);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return shown.get().named(alias).map(Identity::key).orElse(null);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return chooseEngineServerAlias(keyType, issuers, null);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    String alias = chooseEngineServerAlias(keyType, issuers, null);
    return alias == null ? null : new String[] {alias};
  }

  /** It is no client. */
  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
