package dev.rootbridge.trust;

import java.util.Comparator;
import java.util.Objects;

/**
 * Why one root is not published as its source has it.
 *
 * @param reason stable
 * @param trustDomain the root's
 * @param fingerprint SHA-256 of the root's certificate
 * @param message what is in the way and what to do, one line
 */
public record Conflict(
    Reason reason, TrustDomain trustDomain, Fingerprint fingerprint, String message) {

  static final Comparator<Conflict> ORDER =
      Comparator.comparing(Conflict::trustDomain)
          .thenComparing(Conflict::fingerprint)
          .thenComparing(Conflict::reason);

  /** Why a root can't be published. */
  public enum Reason {
    /** Both sides have the same trust domain, so that identities can't be told apart. */
    LOCAL_TRUST_DOMAIN("LocalTrustDomain"),
    /** The key is the local root's: constrained or not, it would decide about local identities. */
    SHARED_WITH_LOCAL_ROOT("SharedWithLocalRoot"),
    /** Two trust domains have the same key, and only one of them can own it. */
    CLAIMED_BY_TWO_DOMAINS("ClaimedByTwoDomains"),
    /** The same key under another subject or key identifier is published already. */
    KEY_UNDER_TWO_NAMES("KeyUnderTwoNames"),
    /** A local root has the key of another one, which stands for it. */
    LOCAL_KEY_TWICE("LocalKeyTwice"),
    /** Two local roots have one key and can't stand for each other; both are published. */
    LOCAL_KEY_UNDER_TWO_NAMES("LocalKeyUnderTwoNames"),
    /** Another root has the same subject, and proxies would find only one of the two. */
    LOOKS_LIKE_ANOTHER_ROOT("LooksLikeAnotherRoot"),
    LINT_ERROR("LintError"),
    NOT_CONSTRAINABLE("NotConstrainable");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** CamelCase, as conditions and events show it; never changed. */
    public String label() {
      return label;
    }

    /** Whether nothing is lost by it: what is needed is published all the same. */
    public boolean isHarmless() {
      return this == LOCAL_KEY_TWICE || this == LOCAL_KEY_UNDER_TWO_NAMES;
    }
  }

  public Conflict {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(trustDomain, "trustDomain");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(message, "message");
  }
}
