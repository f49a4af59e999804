package dev.rootbridge.trust;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the ways from a workload's certificate to anchors, by names, key identifiers, signatures.
 */
final class PathSearch {

  /** Cross-certified CAs have a few; a chain made to have thousands isn't worth them. */
  private static final int MAX_PATHS = 32;

  private final List<Anchor> bundle;
  private final List<Anchor> chain;
  private final List<List<Anchor>> found = new ArrayList<>();

  PathSearch(List<Anchor> bundle, List<Anchor> chain) {
    this.bundle = bundle;
    this.chain = chain;
  }

  /** Each from the chain's first certificate to an anchor, shorter ones first. */
  List<List<Anchor>> paths() {
    List<List<Anchor>> open = List.of(List.of(chain.get(0)));
    while (!open.isEmpty() && found.size() < MAX_PATHS) {
      List<List<Anchor>> longer = new ArrayList<>();
      for (List<Anchor> path : open) {
        Anchor last = path.get(path.size() - 1);
        bundle.stream()
            .filter(anchor -> Issuance.signed(anchor, last))
            .forEach(anchor -> found.add(extended(path, anchor)));
        chain.stream()
            .filter(issuer -> !path.contains(issuer) && !bundle.contains(issuer))
            .filter(issuer -> longer.size() < MAX_PATHS && Issuance.signed(issuer, last))
            .forEach(issuer -> longer.add(extended(path, issuer)));
      }
      open = longer;
    }
    return List.copyOf(found);
  }

  private static List<Anchor> extended(List<Anchor> path, Anchor issuer) {
    List<Anchor> longer = new ArrayList<>(path);
    longer.add(issuer);
    return List.copyOf(longer);
  }
}
