package dev.rootbridge.trust;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * The extensions that decide what a CA certificate may do, parsed once, so that a malformed one is
 * found when the certificate is read and not when it is used.
 */
record KnownExtensions(
    Optional<BasicConstraints> basicConstraints,
    Optional<KeyUsage> keyUsage,
    Optional<ExtendedKeyUsage> extendedKeyUsage,
    Optional<SubjectKeyIdentifier> subjectKeyIdentifier,
    Optional<AuthorityKeyIdentifier> authorityKeyIdentifier,
    Optional<NameConstraints> nameConstraints,
    List<GeneralName> alternativeNames,
    List<ASN1ObjectIdentifier> critical) {

  /**
   * @throws IllegalArgumentException if one of them is malformed
   */
  static KnownExtensions of(X509CertificateHolder certificate) {
    return new KnownExtensions(
        parse(certificate, Extension.basicConstraints, BasicConstraints::getInstance),
        parse(certificate, Extension.keyUsage, KeyUsage::getInstance),
        parse(certificate, Extension.extendedKeyUsage, ExtendedKeyUsage::getInstance),
        parse(certificate, Extension.subjectKeyIdentifier, SubjectKeyIdentifier::getInstance),
        parse(certificate, Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance),
        parse(certificate, Extension.nameConstraints, NameConstraints::getInstance),
        parse(certificate, Extension.subjectAlternativeName, GeneralNames::getInstance)
            .map(names -> List.of(names.getNames()))
            .orElse(List.of()),
        Optional.ofNullable(certificate.getExtensions())
            .map(extensions -> List.of(extensions.getCriticalExtensionOIDs()))
            .orElse(List.of()));
  }

  /** The URIs among the alternative names. */
  List<String> uris() {
    return alternativeNames.stream()
        .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
        .map(name -> ((ASN1String) name.getName()).getString())
        .toList();
  }

  /** Absent key usage allows everything (RFC 5280, section 4.2.1.3). */
  boolean maySignCertificates() {
    return keyUsage.map(usage -> usage.hasUsages(KeyUsage.keyCertSign)).orElse(true);
  }

  boolean isCa() {
    return basicConstraints.map(BasicConstraints::isCA).orElse(false);
  }

  private static <T> Optional<T> parse(
      X509CertificateHolder certificate,
      ASN1ObjectIdentifier oid,
      Function<ASN1Encodable, T> type) {
    return Optional.ofNullable(certificate.getExtension(oid))
        .map(extension -> type.apply(extension.getParsedValue()));
  }
}
