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
   * @param installed the namespace that Rootbridge runs in
   */
  public static TrustSurvey of(CallersCluster cluster, String installed)
      throws ClusterAccessException {
    return read(cluster, installed, DomainSurvey.of(cluster), NamespaceSurvey.of(cluster));
  }

  /**
   * Asks for one namespace alone.
   *
   * @param installed the namespace that Rootbridge runs in
   */
  static TrustSurvey of(CallersCluster cluster, String installed, String namespace)
      throws ClusterAccessException {
    return read(
        cluster, installed, DomainSurvey.of(cluster), NamespaceSurvey.of(cluster, namespace));
  }

  private static TrustSurvey read(
      CallersCluster cluster, String installed, DomainSurvey domains, NamespaceSurvey namespaces)
      throws ClusterAccessException {
    InstalledSettings settings = InstalledSettings.of(cluster, installed);
    MeshReading mesh = MeshSurvey.of(cluster, settings);
    List<String> remarks = new ArrayList<>(domains.unreadable());
    settings.unseen().ifPresent(why -> remarks.add("settings are taken as by default: " + why));
    return new TrustSurvey(
        new TrustFacts(
            new LocalSurvey(cluster, settings, installed).look(mesh),
            domains.domains(),
            namespaces.namespaces(),
            namespaces.podsUnknown(),
            mesh),
        remarks);
  }
}
