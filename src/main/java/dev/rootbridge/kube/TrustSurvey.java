package dev.rootbridge.kube;

import dev.rootbridge.explain.LocalFacts;
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
    DomainSurvey domains = DomainSurvey.of(cluster);
    NamespaceSurvey namespaces = NamespaceSurvey.of(cluster);
    InstalledSettings settings = InstalledSettings.of(cluster, installed);
    MeshReading mesh = MeshSurvey.of(cluster, settings);
    LocalFacts local = new LocalSurvey(cluster, settings, installed).look(mesh);
    return of(local, domains, namespaces, mesh, remarks(domains, settings));
  }

  /**
   * Asks for one namespace alone. Whoever has rights in it may have none where the mesh's own roots
   * are, and what its pods trust shows without them.
   *
   * @param installed the namespace that Rootbridge runs in
   */
  static TrustSurvey of(CallersCluster cluster, String installed, String namespace)
      throws ClusterAccessException {
    DomainSurvey domains = DomainSurvey.of(cluster);
    NamespaceSurvey namespaces = NamespaceSurvey.of(cluster, namespace);
    InstalledSettings settings = InstalledSettings.of(cluster, installed);
    MeshReading mesh = MeshSurvey.of(cluster, settings);
    List<String> remarks = remarks(domains, settings);
    return of(
        local(new LocalSurvey(cluster, settings, installed), mesh, remarks),
        domains,
        namespaces,
        mesh,
        remarks);
  }

  private static LocalFacts local(LocalSurvey survey, MeshReading mesh, List<String> remarks)
      throws ClusterAccessException {
    try {
      return survey.look(mesh);
    } catch (ClusterAccessException e) {
      remarks.add("this mesh's own roots aren't known: " + e.getMessage());
      return survey.withoutRoots(mesh);
    }
  }

  private static List<String> remarks(DomainSurvey domains, InstalledSettings settings) {
    List<String> remarks = new ArrayList<>(domains.unreadable());
    settings.unseen().ifPresent(why -> remarks.add("settings are taken as by default: " + why));
    return remarks;
  }

  private static TrustSurvey of(
      LocalFacts local,
      DomainSurvey domains,
      NamespaceSurvey namespaces,
      MeshReading mesh,
      List<String> remarks) {
    local
        .assumed()
        .ifPresent(
            why ->
                remarks.add(
                    "this mesh's trust domain isn't known, and taken for "
                        + local.trustDomain()
                        + ": "
                        + why));
    return new TrustSurvey(
        new TrustFacts(
            local, domains.domains(), namespaces.namespaces(), namespaces.podsUnknown(), mesh),
        remarks);
  }
}
