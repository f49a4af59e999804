package dev.rootbridge.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the way from a workload's certificate to an anchor as Envoy does: each issuer is looked for
 * in the bundle first and then in the chain, by name and key identifier; the first one found is
 * taken, and nothing else is tried when it turns out not to have signed.
 */
final class PathSearch {

  private final List<Anchor> bundle;
  private final List<Anchor> chain;

  PathSearch(List<Anchor> bundle, List<Anchor> chain) {
    this.bundle = bundle;
    this.chain = chain;
  }

  /**
   * Where the search ended. The order of the file is Istio's agent's business, so that every anchor
   * of the bundle that is found may be the first one.
   *
   * @param paths each from the chain's first certificate to an anchor that signed the last one
   *     below it; several only when the bundle has a key more than once
   * @param stranger an anchor that may be found in their place but has not signed
   */
  record Found(List<List<Anchor>> paths, Optional<Anchor> stranger) {}

  Found search() {
    List<Anchor> path = new ArrayList<>(List.of(chain.get(0)));
    while (true) {
      Anchor last = path.get(path.size() - 1);
      List<Anchor> anchors =
          bundle.stream().filter(anchor -> Issuance.names(last, anchor)).toList();
      if (!anchors.isEmpty()) {
        return endingAt(anchors, path);
      }
      Optional<Anchor> issuer =
          chain.stream()
              .filter(sent -> !path.contains(sent) && Issuance.names(last, sent))
              .findFirst()
              .filter(sent -> Issuance.isSignedBy(last, sent));
      if (issuer.isEmpty()) {
        return new Found(List.of(), Optional.empty());
      }
      path.add(issuer.get());
    }
  }

  private static Found endingAt(List<Anchor> anchors, List<Anchor> path) {
    Anchor last = path.get(path.size() - 1);
    List<List<Anchor>> paths = new ArrayList<>();
    Optional<Anchor> stranger = Optional.empty();
    for (Anchor anchor : anchors) {
      if (Issuance.isSignedBy(last, anchor)) {
        List<Anchor> whole = new ArrayList<>(path);
        whole.add(anchor);
        paths.add(List.copyOf(whole));
      } else {
        stranger = stranger.or(() -> Optional.of(anchor));
      }
    }
    return new Found(List.copyOf(paths), stranger);
  }
}
