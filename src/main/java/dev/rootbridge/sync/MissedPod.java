package dev.rootbridge.sync;

import dev.rootbridge.trust.TrustDomain;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A pod with a proxy that doesn't trust what it should.
 *
 * @param code the reason, or, where the pod can't be patched, the more exact one of the injection
 * @param domains those that it should trust, or does by mistake
 * @param detail what was found in this pod; empty where the reason says it all
 * @param remedy what mends it: a command, where one is enough
 */
public record MissedPod(
    String namespace,
    String pod,
    PodOwner owner,
    MissedReason reason,
    String code,
    SortedSet<TrustDomain> domains,
    String detail,
    String remedy) {

  public MissedPod {
    domains = Collections.unmodifiableSortedSet(new TreeSet<>(domains));
  }

  /** The same, told from those of other clusters. */
  MissedPod in(String cluster) {
    return new MissedPod(
        cluster + "/" + namespace,
        pod,
        owner,
        reason,
        code,
        domains,
        detail,
        "in cluster " + cluster + ", " + remedy);
  }

  /** What is wrong and what to do about it, for people. */
  public String message() {
    return reason.text() + (detail.isEmpty() ? "" : " " + detail + ".") + " To mend it: " + remedy;
  }
}
