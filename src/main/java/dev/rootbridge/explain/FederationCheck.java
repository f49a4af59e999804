package dev.rootbridge.explain;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Fingerprint;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether one mesh can federate another at all. */
public final class FederationCheck {

  private FederationCheck() {}

  /**
   * Why it can't, if so.
   *
   * @param here the mesh that is to trust
   * @param there the mesh that is to be trusted
   */
  public static Optional<String> refusal(LocalFacts here, LocalFacts there) {
    if (here.trustDomain().equals(there.trustDomain())) {
      return Optional.of(
          "both meshes are "
              + here.trustDomain()
              + " and can't be told apart: give one of them a trustDomain of its own in its mesh"
              + " config, which restarts its workloads (or name it by --trust-domain, if that of "
              + there.where()
              + " is another one)");
    }
    Set<Fingerprint> ours =
        here.roots().stream().map(Anchor::keyFingerprint).collect(Collectors.toSet());
    return there.roots().stream()
        .filter(root -> ours.contains(root.keyFingerprint()))
        .findFirst()
        .map(
            root ->
                "both meshes have the root "
                    + root
                    + ": they trust each other already, so no federation is needed, and none is"
                    + " possible");
  }
}
