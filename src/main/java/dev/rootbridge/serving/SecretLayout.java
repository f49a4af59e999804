package dev.rootbridge.serving;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * How {@link StoredCertificates} lie in a Secret: each key holds PEM, and those of CAs that retire
 * say in their name until when.
 */
public final class SecretLayout {

  private static final String CURRENT = "ca";
  private static final String NEXT = "next-ca";
  private static final String LEAF = "tls";
  private static final String CERTIFICATE = ".crt";
  private static final String KEY = ".key";
  private static final String RETIRING = "retiring-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private SecretLayout() {}

  /** The text of each key of the Secret. */
  public static SortedMap<String, String> write(StoredCertificates stored) {
    TreeMap<String, String> data = new TreeMap<>();
    stored.current().ifPresent(ca -> put(data, CURRENT, ca));
    stored.next().ifPresent(ca -> put(data, NEXT, ca));
    stored.leaf().ifPresent(leaf -> put(data, LEAF, leaf));
    stored
        .retiring()
        .forEach(
            (ca, until) ->
                data.merge(RETIRING + TIME.format(until) + CERTIFICATE, ca.pem(), String::concat));
    return data;
  }

  private static void put(Map<String, String> data, String name, Identity identity) {
    data.put(
        name + CERTIFICATE,
        identity.chain().stream().map(X509::anchor).map(Anchor::pem).collect(Collectors.joining()));
    data.put(name + KEY, keyPem(identity));
  }

  private static String keyPem(Identity identity) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("PRIVATE KEY", identity.key().getEncoded()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** What of it can be used. A part that can't be is as if it were not there, and is named. */
  public static StoredCertificates read(Map<String, String> data) {
    List<String> unusable = new ArrayList<>();
    Optional<Identity> current = identity(data, CURRENT, unusable);
    Optional<Identity> leaf =
        identity(data, LEAF, unusable).filter(found -> isOf(current, found, unusable));
    Map<Anchor, Instant> retiring = new HashMap<>();
    data.forEach(
        (key, pem) -> {
          if (key.startsWith(RETIRING)) {
            readRetiring(key, pem, retiring, unusable);
          }
        });
    return new StoredCertificates(
        current, identity(data, NEXT, unusable), leaf, retiring, unusable);
  }

  private static Optional<Identity> identity(
      Map<String, String> data, String name, List<String> unusable) {
    String certificate = data.get(name + CERTIFICATE);
    String key = data.get(name + KEY);
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    IdentityOutcome outcome =
        IdentityReader.read(certificate == null ? "" : certificate, key == null ? "" : key);
    if (outcome instanceof IdentityOutcome.Unusable why) {
      unusable.add(name + CERTIFICATE + ", " + name + KEY + ": " + why.why());
      return Optional.empty();
    }
    return Optional.of(((IdentityOutcome.Usable) outcome).identity());
  }

  private static boolean isOf(Optional<Identity> ca, Identity leaf, List<String> unusable) {
    boolean fits =
        ca.filter(found -> X509.isIssuedBy(leaf.certificate(), found.anchor())).isPresent();
    if (!fits) {
      unusable.add(LEAF + CERTIFICATE + ": it was not signed by " + CURRENT + CERTIFICATE);
    }
    return fits;
  }

  private static void readRetiring(
      String key, String pem, Map<Anchor, Instant> retiring, List<String> unusable) {
    try {
      Instant until =
          Instant.from(
              TIME.parse(key.substring(RETIRING.length(), key.length() - CERTIFICATE.length())));
      if (PemCertificates.parse(pem, PemLimits.DEFAULTS) instanceof PemOutcome.Certificates found) {
        found.anchors().forEach(ca -> retiring.put(ca, until));
        return;
      }
      unusable.add(key + ": it is not PEM of certificates alone");
    } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
      unusable.add(key + ": its name holds no time such as " + RETIRING + "20270131T120000Z.crt");
    }
  }
}
