package dev.rootbridge.inject;

import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The scope that a workload's annotation {@value InjectionContract#TRUST_DOMAINS_ANNOTATION}
 * selects of what its namespace may trust. It narrows and never widens. Webhook and sync loop both
 * ask here, so they can't disagree.
 *
 * @param scope what is left: the annotation's names that the namespace may trust
 * @param wish what the annotation asked for
 * @param forbidden names left out because the namespace may not trust them; as written, lower case
 * @param unknown names left out because the cluster federates no such trust domain; as written,
 *     lower case, and not necessarily trust domain names at all
 */
public record ScopeSelection(Scope scope, Wish wish, List<String> forbidden, List<String> unknown) {

  /** What the annotation asked for. */
  public enum Wish {
    /** Everything: no annotation, or {@code *} in it. */
    ALL,
    /** A list of names. */
    NAMED,
    /** {@code none}. */
    NONE
  }

  /**
   * Characters that the annotation may have: room for thirty names of the longest kind. Each one
   * that is in use is kept in memory, and a tenant can make as many as it likes.
   */
  public static final int MAX_ANNOTATION_LENGTH = 8_192;

  private static final int SHOWN_LENGTH = 40;
  private static final String ALL = "*";
  private static final String NONE = "none";

  public ScopeSelection {
    forbidden = List.copyOf(forbidden);
    unknown = List.copyOf(unknown);
  }

  /**
   * Reads the annotation. Order, case, blanks and duplicates of its names don't matter. One that is
   * longer than {@link #MAX_ANNOTATION_LENGTH} selects nothing.
   *
   * @param annotation the annotation's value; empty if the workload has none
   * @param mayTrust the federated trust domains that its namespace may trust
   * @param federated all federated trust domains of the cluster
   */
  public static ScopeSelection of(
      Optional<String> annotation, SortedSet<TrustDomain> mayTrust, Set<TrustDomain> federated) {
    if (annotation.isEmpty()) {
      return new ScopeSelection(new Scope(mayTrust), Wish.ALL, List.of(), List.of());
    }
    if (annotation.get().length() > MAX_ANNOTATION_LENGTH) {
      return tooLong(annotation.get());
    }
    Set<String> names = names(annotation.get());
    if (names.equals(Set.of(NONE))) {
      return new ScopeSelection(Scope.none(), Wish.NONE, List.of(), List.of());
    }
    boolean all = names.remove(ALL);
    // By the names that exist: parsing a stranger's names would cost an exception for each bad one.
    TreeSet<TrustDomain> selected = new TreeSet<>();
    for (TrustDomain domain : mayTrust) {
      if (names.remove(domain.name()) || all) {
        selected.add(domain);
      }
    }
    List<String> forbidden = new ArrayList<>();
    if (!names.isEmpty()) {
      for (TrustDomain domain : new TreeSet<>(federated)) {
        if (names.remove(domain.name())) {
          forbidden.add(domain.name());
        }
      }
    }
    return new ScopeSelection(
        new Scope(selected), all ? Wish.ALL : Wish.NAMED, forbidden, List.copyOf(names));
  }

  private static ScopeSelection tooLong(String annotation) {
    String shown =
        "%s… (the annotation is longer than %d characters)"
            .formatted(annotation.substring(0, SHOWN_LENGTH), MAX_ANNOTATION_LENGTH);
    return new ScopeSelection(Scope.none(), Wish.NAMED, List.of(), List.of(shown));
  }

  /** Whether a name was left out. */
  public boolean isPartial() {
    return !forbidden.isEmpty() || !unknown.isEmpty();
  }

  private static Set<String> names(String annotation) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : annotation.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
