package dev.rootbridge.mesh;

import dev.rootbridge.mesh.MeshConfigOutcome.Parsed;
import dev.rootbridge.mesh.MeshConfigOutcome.Rejected;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the mesh configs of all of istiod's revisions call this mesh. It is never guessed: where one
 * of them can't be understood, or they say different things, nobody knows.
 */
public sealed interface LocalTrustDomain {

  /**
   * They agree.
   *
   * @param where the first that says it
   */
  record Named(TrustDomain name, String where) implements LocalTrustDomain {}

  /**
   * They don't tell.
   *
   * @param why one line
   */
  record Unknown(String why) implements LocalTrustDomain {}

  /**
   * A mesh config.
   *
   * @param where its ConfigMap and key
   * @param text empty where there is none
   */
  record Source(String where, Optional<String> text) {}

  /** What these say; one that names no trust domain leaves it to the others. */
  static LocalTrustDomain of(List<Source> sources) {
    Map<String, String> named = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (Source source : sources) {
      MeshConfigOutcome outcome = source.text().map(MeshConfigReader::read).orElse(null);
      if (outcome instanceof Rejected rejected) {
        problems.add(source.where() + ": " + rejected.problem());
      } else if (outcome instanceof Parsed parsed && parsed.domains().local().isPresent()) {
        named.putIfAbsent(parsed.domains().local().get(), source.where());
      } else {
        silent.add(source.where() + (outcome == null ? " does not exist" : " has no trustDomain"));
      }
    }
    if (!problems.isEmpty()) {
      return new Unknown(String.join("; ", problems));
    }
    if (named.size() > 1) {
      List<String> said = new ArrayList<>();
      named.forEach((name, where) -> said.add(where + " has trustDomain " + name));
      return new Unknown(String.join(", but ", said));
    }
    return named.entrySet().stream()
        .findFirst()
        .map(only -> parse(only.getKey(), only.getValue()))
        .orElseGet(() -> new Unknown(String.join(", ", silent)));
  }

  /** As written, for istiod makes identities of it letter by letter. */
  private static LocalTrustDomain parse(String name, String where) {
    try {
      return new Named(new TrustDomain(name), where);
    } catch (IllegalArgumentException e) {
      return new Unknown(where + " has a trustDomain that is none: " + e.getMessage());
    }
  }
}
