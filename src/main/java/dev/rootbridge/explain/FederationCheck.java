package dev.rootbridge.explain;

import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether one mesh can federate another at all. */
public final class FederationCheck {

  private FederationCheck() {}

  /**
   * The Secret that the access of a federation is written to.
   *
   * @param name of the FederatedTrustDomain
   */
  public static String secretName(String name) {
    return "rootbridge-reads-" + name;
  }

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

  /**
   * Whose access a new federation would take: the Secret that it writes says which CA is trusted
   * for a domain, and what was federated before may read it.
   *
   * @param name of the FederatedTrustDomain
   * @param by the access that is to be written
   * @param present those that are there
   */
  public static Optional<String> takeover(
      String name, TrustDomain trustDomain, RemoteCluster by, List<FederatedTrust> present) {
    return present.stream()
        .filter(other -> other.name().equals(name))
        .flatMap(other -> unlike(other, trustDomain, by).stream())
        .findFirst()
        .or(
            () ->
                present.stream()
                    .filter(other -> !other.name().equals(name))
                    .flatMap(other -> besides(other, trustDomain, by).stream())
                    .findFirst());
  }

  /** It has the name, so it has to be the same in all else. */
  private static Optional<String> unlike(
      FederatedTrust other, TrustDomain trustDomain, RemoteCluster by) {
    if (!other.trustDomain().equals(trustDomain)) {
      return Optional.of(
          "FederatedTrustDomain "
              + other.name()
              + " is for "
              + other.trustDomain()
              + ", and the other mesh is "
              + trustDomain
              + ": choose another --name, if the contexts are the right ones");
    }
    return reads(other, by)
        ? Optional.empty()
        : Optional.of(
            "FederatedTrustDomain "
                + other.name()
                + " is somebody else's: it reads "
                + other.source().describe()
                + "; take it away, to have one that reads by "
                + secret(by));
  }

  private static Optional<String> besides(
      FederatedTrust other, TrustDomain trustDomain, RemoteCluster by) {
    if (other.trustDomain().equals(trustDomain)) {
      return Optional.of(
          trustDomain
              + " is federated already, by FederatedTrustDomain "
              + other.name()
              + (isOfFederate(other, by.secretNamespace())
                  ? ": name it by --name " + other.name()
                  : ", which reads "
                      + other.source().describe()
                      + "; take it away, to have one that reads by "
                      + secret(by)));
    }
    return reads(other, by)
        ? Optional.of(
            "FederatedTrustDomain "
                + other.name()
                + " reads by "
                + secret(by)
                + ", which would be written over: choose another --name")
        : Optional.empty();
  }

  private static boolean isOfFederate(FederatedTrust other, String secretNamespace) {
    return reads(other, secretNamespace, secretName(other.name()));
  }

  private static boolean reads(FederatedTrust other, RemoteCluster by) {
    return reads(other, by.secretNamespace(), by.secretName());
  }

  private static boolean reads(FederatedTrust other, String secretNamespace, String secretName) {
    return other.source() instanceof RemoteCluster source
        && source.secretNamespace().equals(secretNamespace)
        && source.secretName().equals(secretName);
  }

  private static String secret(RemoteCluster by) {
    return "Secret " + by.secretNamespace() + "/" + by.secretName();
  }
}
