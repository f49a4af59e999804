package dev.rootbridge.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate with its key, minted for a test: a root, an intermediate or a workload's, with
 * everything about it to be chosen.
 */
public final class TestCertificate {

  /** The fixed "now" of tests; minted certificates are valid around it unless told otherwise. */
  public static final Instant NOW = Instant.parse("2026-11-15T12:00:00Z");

  private static final AtomicLong SERIAL = new AtomicLong(1000);

  private final Anchor anchor;
  private final KeyPair keys;
  private final TestKey keyKind;
  private final X500Name subject;

  private TestCertificate(Anchor anchor, KeyPair keys, TestKey keyKind, X500Name subject) {
    this.anchor = anchor;
    this.keys = keys;
    this.keyKind = keyKind;
    this.subject = subject;
  }

  /** A self-signed CA as Istio makes it. */
  public static TestCertificate root(String subject) {
    return ca(subject).mint();
  }

  /** A self-signed CA to be changed before it is minted. */
  public static Builder ca(String subject) {
    return new Builder(subject).asCa();
  }

  public Anchor anchor() {
    return anchor;
  }

  public String pem() {
    return anchor.pem();
  }

  public KeyPair keys() {
    return keys;
  }

  TestKey keyKind() {
    return keyKind;
  }

  /** Another certificate of the same key. */
  TestCertificate with(Anchor other) {
    return new TestCertificate(other, keys, keyKind, subject);
  }

  PrivateKey key() {
    return keys.getPrivate();
  }

  /** PKCS#8 in PEM. */
  public String keyPem() {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  /** A CA certificate that this one signs. */
  public Builder intermediate(String name) {
    return new Builder(name).asCa().signedBy(this);
  }

  /** A workload certificate that this one signs, valid for a day around {@link #NOW}. */
  public Builder workload(String... uris) {
    Builder builder =
        new Builder("").signedBy(this).valid(NOW.minusSeconds(3600), NOW.plusSeconds(86_400));
    builder.extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.extension(Extension.basicConstraints, true, new BasicConstraints(false));
    return builder.uris(uris);
  }

  /** What is chosen about one certificate. */
  public static final class Builder {

    private final String subject;
    private final List<Extension> extensions = new ArrayList<>();
    private final List<GeneralName> names = new ArrayList<>();
    private TestKey keyKind = TestKey.P256;
    private Optional<KeyPair> keys = Optional.empty();
    private Optional<TestCertificate> issuer = Optional.empty();
    private Optional<BigInteger> serial = Optional.empty();
    private Optional<SubjectPublicKeyInfo> publicKey = Optional.empty();
    private Optional<String> signature = Optional.empty();
    private Instant notBefore = NOW.minusSeconds(365L * 86_400);
    private Instant notAfter = NOW.plusSeconds(3650L * 86_400);
    private KeyIdentifiers identifiers = KeyIdentifiers.PRESENT;

    private enum KeyIdentifiers {
      PRESENT,
      ABSENT
    }

    private Builder(String subject) {
      this.subject = subject;
    }

    private Builder asCa() {
      return extension(Extension.basicConstraints, true, new BasicConstraints(true))
          .extension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    Builder signedBy(TestCertificate ca) {
      issuer = Optional.of(ca);
      return this;
    }

    public Builder key(TestKey kind) {
      keyKind = kind;
      return this;
    }

    public Builder keysOf(TestCertificate other) {
      keyKind = other.keyKind;
      keys = Optional.of(other.keys);
      return this;
    }

    Builder keys(KeyPair pair) {
      keys = Optional.of(pair);
      return this;
    }

    /** A public key that nobody has the private key of. */
    Builder publicKey(SubjectPublicKeyInfo key) {
      publicKey = Optional.of(key);
      return this;
    }

    /** Signed by another algorithm than the issuer's key would have. */
    Builder signature(String algorithm) {
      signature = Optional.of(algorithm);
      return this;
    }

    Builder serial(long number) {
      serial = Optional.of(BigInteger.valueOf(number));
      return this;
    }

    public Builder valid(Instant from, Instant to) {
      notBefore = from;
      notAfter = to;
      return this;
    }

    /** Valid for a day around the real time, for verifiers whose clock can't be set. */
    Builder realTime() {
      Instant now = Instant.now();
      return valid(now.minusSeconds(43_200), now.plusSeconds(43_200));
    }

    public Builder uris(String... uris) {
      for (String uri : uris) {
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
      }
      return this;
    }

    public Builder dns(String... hosts) {
      for (String host : hosts) {
        names.add(new GeneralName(GeneralName.dNSName, host));
      }
      return this;
    }

    Builder name(GeneralName name) {
      names.add(name);
      return this;
    }

    /** Adds the extension, or puts it in the place of an earlier one. */
    Builder extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
      without(oid);
      try {
        extensions.add(new Extension(oid, critical, value.toASN1Primitive().getEncoded("DER")));
        return this;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Adds one as another certificate has it. */
    Builder extension(Extension copied) {
      without(copied.getExtnId());
      extensions.add(copied);
      return this;
    }

    Builder without(ASN1ObjectIdentifier oid) {
      extensions.removeIf(extension -> extension.getExtnId().equals(oid));
      return this;
    }

    /** Bound to a host by a name constraint of its own. */
    public Builder permittingUri(String host) {
      GeneralSubtree permitted =
          new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, host));
      return extension(
          Extension.nameConstraints,
          true,
          new NameConstraints(new GeneralSubtree[] {permitted}, null));
    }

    public Builder withoutKeyIdentifiers() {
      identifiers = KeyIdentifiers.ABSENT;
      return this;
    }

    public TestCertificate mint() {
      KeyPair pair = keys.orElseGet(keyKind::generate);
      SubjectPublicKeyInfo subjectKey =
          publicKey.orElseGet(
              () -> SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      X500Name name = new X500Name(subject);
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuer.map(ca -> ca.subject).orElse(name),
              serial.orElseGet(() -> BigInteger.valueOf(SERIAL.incrementAndGet())),
              Date.from(notBefore),
              Date.from(notAfter),
              name,
              subjectKey);
      try {
        for (Extension extension : allExtensions(subjectKey)) {
          builder.addExtension(extension);
        }
        ContentSigner signer =
            new JcaContentSignerBuilder(
                    signature.orElse(
                        issuer.map(ca -> ca.keyKind).orElse(keyKind).signatureAlgorithm()))
                .build(issuer.map(TestCertificate::key).orElse(pair.getPrivate()));
        Anchor anchor = Anchor.ofDer(builder.build(signer).getEncoded());
        return new TestCertificate(anchor, pair, keyKind, name);
      } catch (IOException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }

    private List<Extension> allExtensions(SubjectPublicKeyInfo subjectKey) throws IOException {
      List<Extension> all = new ArrayList<>(extensions);
      if (identifiers == KeyIdentifiers.PRESENT) {
        X509ExtensionUtils utils = keyIdentifiers();
        if (extensions.stream()
            .noneMatch(e -> e.getExtnId().equals(Extension.subjectKeyIdentifier))) {
          all.add(
              Extension.create(
                  Extension.subjectKeyIdentifier,
                  false,
                  utils.createSubjectKeyIdentifier(subjectKey)));
        }
        if (issuer.isPresent()
            && extensions.stream()
                .noneMatch(e -> e.getExtnId().equals(Extension.authorityKeyIdentifier))) {
          SubjectPublicKeyInfo issuerKey =
              SubjectPublicKeyInfo.getInstance(issuer.get().keys.getPublic().getEncoded());
          all.add(
              Extension.create(
                  Extension.authorityKeyIdentifier,
                  false,
                  utils.createAuthorityKeyIdentifier(issuerKey)));
        }
      }
      if (!names.isEmpty()) {
        GeneralNames value = new GeneralNames(names.toArray(GeneralName[]::new));
        all.add(Extension.create(Extension.subjectAlternativeName, subject.isEmpty(), value));
      }
      return all;
    }

    private static X509ExtensionUtils keyIdentifiers() {
      try {
        return new X509ExtensionUtils(
            new BcDigestCalculatorProvider()
                .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1)));
      } catch (OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
