package dev.rootbridge.kube;

import dev.rootbridge.explain.MeshReading;
import dev.rootbridge.explain.TrustFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom the workloads of a cluster trust, read once.
 *
 * @param remarks what couldn't be seen and isn't in the facts themselves, a line each
 */
public record TrustSurvey(TrustFacts facts, List<String> remarks) {

  public TrustSurvey {
    remarks = List.copyOf(remarks);
  }

  /**
   * Asks for all of it.
   *
   * @param namespace that Rootbridge runs in
   */
  public static TrustSurvey of(CallersCluster cluster, String namespace)
      throws ClusterAccessException {
    DomainSurvey domains = DomainSurvey.of(cluster);
    InstalledSettings settings = InstalledSettings.of(cluster, namespace);
    MeshReading mesh = MeshSurvey.of(cluster, settings);
    NamespaceSurvey namespaces = NamespaceSurvey.of(cluster);
    List<String> remarks = new ArrayList<>(domains.unreadable());
    settings.unseen().ifPresent(why -> remarks.add("settings are taken as by default: " + why));
    return new TrustSurvey(
        new TrustFacts(
            new LocalSurvey(cluster, settings, namespace).look(mesh),
            domains.domains(),
            namespaces.namespaces(),
            namespaces.podsUnknown(),
            mesh),
        remarks);
  }
}
