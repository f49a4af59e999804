package dev.rootbridge.explain;

import static dev.rootbridge.trust.TestCertificate.NOW;

import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.sync.ContentChanges;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.ProxyRelease;
import dev.rootbridge.sync.TargetContent;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrustDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A namespace with bundles and pods; each change makes another one. */
record TestNamespace(
    String name,
    Map<String, String> labels,
    Map<String, World.ExistingTarget> targets,
    List<World.Pod> pods) {

  static final String MAIN = "rootbridge-trust";

  /** With the label {@code team: NAME}. */
  static TestNamespace optedIn(String name) {
    return new TestNamespace(
        name, Map.of("team", name, "rootbridge.dev/injection", "enabled"), Map.of(), List.of());
  }

  static TestNamespace notOptedIn(String name) {
    return new TestNamespace(name, Map.of("team", name), Map.of(), List.of());
  }

  /** A bundle with the anchors of these. */
  TestNamespace bundle(String configMap, String... domains) {
    return bundle(configMap, ContentChanges.NONE, domains);
  }

  TestNamespace bundle(String configMap, ContentChanges changes, String... domains) {
    Set<String> keys = new TreeSet<>(Set.of("root-cert.pem"));
    Arrays.stream(domains).forEach(domain -> keys.add(TargetContent.key(new TrustDomain(domain))));
    Map<String, World.ExistingTarget> more = new HashMap<>(targets);
    more.put(
        configMap,
        new World.ExistingTarget(
            Fingerprint.of(new byte[0]),
            keys,
            Set.of(),
            World.Owner.ROOTBRIDGE,
            World.Mutability.MUTABLE,
            "uid",
            "1",
            NOW.minus(Duration.ofDays(3)),
            changes));
    return new TestNamespace(name, labels, more, pods);
  }

  /** A pod of that Deployment which reads a bundle. */
  TestNamespace pod(String deployment, String configMap) {
    return pod(deployment, new PodTrust.Patched(configMap), "1.31.0");
  }

  TestNamespace unpatched(String deployment) {
    return pod(deployment, new PodTrust.Unpatched(Optional.empty()), "1.31.0");
  }

  /** One that reads the main bundle, whatever it asks for. */
  TestNamespace wishing(String deployment, String wish) {
    return pod(deployment, new PodTrust.Patched(MAIN), "1.31.0", Optional.of(wish));
  }

  TestNamespace pod(String deployment, PodTrust trust, String release) {
    return pod(deployment, trust, release, Optional.empty());
  }

  private TestNamespace pod(
      String deployment, PodTrust trust, String release, Optional<String> wish) {
    List<World.Pod> more = new ArrayList<>(pods);
    more.add(
        new World.Pod(
            deployment + "-" + more.size(),
            new PodOwner("Deployment", deployment),
            World.Phase.ACTIVE,
            wish,
            trust,
            Optional.of(NOW.minus(Duration.ofDays(2))),
            ProxyRelease.ofImage("proxyv2:" + release)));
    return new TestNamespace(name, labels, targets, more);
  }

  World.Namespace facts() {
    return new World.Namespace(name, labels, World.Phase.ACTIVE, targets, Set.of(), pods);
  }
}
