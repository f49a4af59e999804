package dev.rootbridge.serving;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/**
 * The names and addresses that API servers call the webhook by.
 *
 * @param names DNS names in lower case, and IP addresses
 */
public record ServingHosts(SortedSet<String> names) {

  private static final Pattern DNS_NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*");

  /**
   * @throws IllegalArgumentException if one is neither a DNS name nor an address
   */
  public ServingHosts {
    names =
        Collections.unmodifiableSortedSet(
            names.stream()
                .map(ServingHosts::inOneForm)
                .collect(Collectors.toCollection(TreeSet::new)));
    for (String name : names) {
      if (!isAddress(name) && !DNS_NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "\"%s\" is neither a DNS name (lower case, no wildcard) nor an IP address"
                .formatted(name));
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a host is missing");
    }
  }

  /** Those of a Service, as API servers and others in the cluster call it, and further ones. */
  public static ServingHosts of(String service, String namespace, Collection<String> further) {
    TreeSet<String> names = new TreeSet<>(further);
    String inCluster = service + "." + namespace + ".svc";
    names.add(inCluster);
    names.add(inCluster + ".cluster.local");
    return new ServingHosts(names);
  }

  /** Whether a certificate is for all of these, and for nothing else. */
  boolean areThoseOf(X509Certificate certificate) {
    try {
      Collection<List<?>> found = certificate.getSubjectAlternativeNames();
      TreeSet<String> present = new TreeSet<>();
      if (found != null) {
        found.forEach(entry -> present.add(String.valueOf(entry.get(1))));
      }
      return present.equals(names);
    } catch (CertificateParsingException e) {
      // One that can't be read is for none.
      return false;
    }
  }

  GeneralNames generalNames() {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  /** An address has many; this is the one that the JDK shows those of certificates in. */
  private static String inOneForm(String name) {
    if (!isAddress(name)) {
      return name;
    }
    try {
      return InetAddress.getByName(name).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("an address needs no resolver: " + name, impossible);
    }
  }

  private static boolean isAddress(String name) {
    return IPAddress.isValid(name);
  }
}
