package dev.rootbridge.inject;

import dev.rootbridge.trust.TrustDomain;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The set of federated trust domains that one workload trusts; empty means the local one only. */
public record Scope(SortedSet<TrustDomain> trustDomains) {

  private static final int HASH_BYTES = 8;

  public Scope {
    trustDomains = Collections.unmodifiableSortedSet(new TreeSet<>(trustDomains));
  }

  /** The scope that trusts no federated trust domain. */
  public static Scope none() {
    return new Scope(Collections.emptySortedSet());
  }

  public boolean isEmpty() {
    return trustDomains.isEmpty();
  }

  /** The trust domains by their names, sorted. */
  public List<String> names() {
    return trustDomains.stream().map(TrustDomain::name).toList();
  }

  /**
   * Sixteen lower-case hex digits that follow from the set alone: the start of the SHA-256 over the
   * sorted names, a line feed between them. Fits a label value and a part of a DNS name.
   */
  public String hash() {
    byte[] digest = sha256().digest(String.join("\n", names()).getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
  }

  /**
   * The name of the ConfigMap that holds this scope's rendered bundle.
   *
   * @param mayTrust all that the namespace may trust; a scope of all of it needs no ConfigMap of
   *     its own
   */
  public String configMapName(SortedSet<TrustDomain> mayTrust) {
    return trustDomains.equals(mayTrust)
        ? InjectionContract.CONFIG_MAP
        : InjectionContract.CONFIG_MAP + "-" + hash();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
