package dev.rootbridge.trust;

import dev.rootbridge.trust.ChainVerdict.Accepted;
import dev.rootbridge.trust.ChainVerdict.Reason;
import dev.rootbridge.trust.ChainVerdict.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * Answers as a proxy would whether a workload is let in: its chain must lead to one of the bundle's
 * certificates, which is an anchor as it stands, whoever issued it, and whose own name constraints
 * count. The JDK's validator can't be asked: it passes over the constraints of anchors.
 *
 * <p>It is stricter than Envoy where Envoy is lenient: the identity must be a SPIFFE ID to the
 * letter, and anchors are held to their path length, purposes and critical extensions. Where
 * Envoy's verdict would depend on the order of the bundle's file, the chain is refused. It knows no
 * revocation.
 */
public final class ChainVerifier {

  /** Bounds the work on hostile chains; longer ones don't occur. */
  private static final int MAX_CHAIN = 16;

  private static final Refused UNUSUAL_LENGTH =
      new Refused(Reason.UNREADABLE, "a chain has 1 to %d certificates".formatted(MAX_CHAIN));

  private final List<Anchor> bundle;
  private final Instant now;

  /**
   * @param bundle the certificates of the file that proxies read, in any order
   * @param now the time to judge validity by
   */
  public ChainVerifier(List<Anchor> bundle, Instant now) {
    this.bundle = List.copyOf(bundle);
    this.now = now;
  }

  /**
   * Judges one chain.
   *
   * @param chain what the workload presents: its own certificate first, then intermediates in any
   *     order
   */
  public ChainVerdict verify(List<Anchor> chain) {
    if (hasUnusualLength(chain)) {
      return UNUSUAL_LENGTH;
    }
    try {
      return judge(chain);
    } catch (RuntimeException e) {
      return unreadable(e);
    }
  }

  /**
   * Judges the chain of a server that is known by its place instead of a SPIFFE ID, as istiod is.
   * Its names are not looked at.
   *
   * @param chain what the server presents: its own certificate first, then intermediates in any
   *     order
   * @return why it isn't trusted; empty if it leads to an anchor
   */
  public Optional<Refused> serverRefusal(List<Anchor> chain) {
    if (hasUnusualLength(chain)) {
      return Optional.of(UNUSUAL_LENGTH);
    }
    try {
      return bestPath(chain, PathPurpose.SERVER).refusal();
    } catch (RuntimeException e) {
      return Optional.of(unreadable(e));
    }
  }

  private static boolean hasUnusualLength(List<Anchor> chain) {
    return chain.isEmpty() || chain.size() > MAX_CHAIN;
  }

  /** Parsers of names and keys throw what they please, and what isn't understood isn't trusted. */
  private static Refused unreadable(RuntimeException e) {
    return new Refused(Reason.UNREADABLE, "a certificate of the chain can't be read: " + e);
  }

  private ChainVerdict judge(List<Anchor> chain) {
    SpiffeId identity;
    try {
      identity = identity(chain.get(0));
    } catch (IllegalArgumentException e) {
      return new Refused(Reason.NO_IDENTITY, e.getMessage());
    }
    Judged best = bestPath(chain, PathPurpose.MUTUAL_TLS);
    return best.refusal().isPresent() ? best.refusal().get() : new Accepted(identity, best.path());
  }

  /** A path and what it breaks, if anything. */
  private record Judged(List<Anchor> path, Optional<Refused> refusal) {}

  /** The shortest path without fault, else the shortest. */
  private Judged bestPath(List<Anchor> chain, PathPurpose purpose) {
    PathSearch.Found found = new PathSearch(bundle, chain).search();
    Optional<Judged> shortest = Optional.empty();
    for (List<Anchor> path : found.paths()) {
      Judged judged = new Judged(path, PathRules.refusal(path, now, purpose));
      if (judged.refusal().isEmpty()) {
        return found
            .stranger()
            .map(stranger -> new Judged(path, Optional.of(ambiguous(path, stranger))))
            .orElse(judged);
      }
      shortest = shortest.or(() -> Optional.of(judged));
    }
    return shortest.orElseGet(() -> new Judged(List.of(), Optional.of(noAnchor(chain, purpose))));
  }

  private static Refused noAnchor(List<Anchor> chain, PathPurpose purpose) {
    return new Refused(
        Reason.NO_ANCHOR,
        "no path leads from "
            + purpose.leaf()
            + " to an anchor of the bundle: none signed it or its intermediates; its issuer is"
            + " called "
            + chain.get(0).issuer());
  }

  private static Refused ambiguous(List<Anchor> path, Anchor stranger) {
    return new Refused(
        Reason.AMBIGUOUS_ISSUER,
        "proxies may take %s for the issuer, which has the same name but signed nothing here: no key"
                .formatted(stranger)
            + " identifier leads to the one that did, "
            + path.get(path.size() - 1));
  }

  /** Of a workload's certificate (SPIFFE X.509-SVID, sections 2, 4 and 5.2). */
  private static SpiffeId identity(Anchor leaf) {
    if (leaf.extensions().isCa()) {
      throw new IllegalArgumentException(
          "the first certificate of the chain is a CA's: put the workload's first");
    }
    boolean cantSign =
        leaf.extensions()
            .keyUsage()
            .filter(usage -> !usage.hasUsages(KeyUsage.digitalSignature))
            .isPresent();
    if (cantSign) {
      throw new IllegalArgumentException("the workload's key may not sign handshakes");
    }
    List<String> uris = leaf.extensions().uris();
    if (uris.size() != 1) {
      throw new IllegalArgumentException(
          "the workload's certificate has %d URIs, exactly one SPIFFE ID is needed"
              .formatted(uris.size()));
    }
    SpiffeId id = SpiffeId.parse(uris.get(0));
    if (id.path().isEmpty()) {
      throw new IllegalArgumentException(
          "the workload's SPIFFE ID has no path, as only a CA's may");
    }
    return id;
  }
}
