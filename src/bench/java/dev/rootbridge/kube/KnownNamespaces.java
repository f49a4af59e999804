package dev.rootbridge.kube;

import dev.rootbridge.inject.Bundles;
import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.NamespaceTrust;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.inject.TrustDirectory;
import dev.rootbridge.trust.TrustDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The webhook's memory, filled. */
public final class KnownNamespaces {

  private static final TrustDomain FEDERATED = TrustDomain.parse("cluster-b.example");

  private KnownNamespaces() {}

  /**
   * So many opted-in namespaces, one of them the named one, with their bundles published.
   *
   * @param count at least 1
   */
  public static TrustDirectory of(int count, String named) {
    Map<String, NamespaceLookup> namespaces = new HashMap<>();
    namespaces.put(named, federated(named));
    for (int i = 1; i < count; i++) {
      namespaces.put("namespace-" + i, federated("namespace-" + i));
    }
    AdmissionSnapshot snapshot = new AdmissionSnapshot(namespaces);
    return namespace -> snapshot.find(namespace, Writing.ALIVE);
  }

  private static NamespaceLookup federated(String name) {
    return new NamespaceLookup.OptedIn(
        new NamespaceTrust(
            name,
            new TreeSet<>(Set.of(FEDERATED)),
            Set.of(FEDERATED),
            new Bundles(
                Map.of(InjectionContract.CONFIG_MAP, Bundles.Readiness.PUBLISHED),
                Bundles.Readiness.EXPECTED),
            Strictness.LENIENT));
  }
}
