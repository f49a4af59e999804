package dev.rootbridge.web;

import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a list as JSON.
 *
 * @param total items on all pages
 */
record ListDocument<T>(String asOf, int page, int pages, int total, List<T> items) {

  /**
   * An opted-in namespace.
   *
   * @param state of the target that needs a look
   */
  record Namespace(
      String name, String state, String message, List<String> mayTrust, List<Target> targets) {}

  /** A ConfigMap with a bundle. */
  record Target(String configMap, String state, List<String> trustDomains, String message) {}

  /**
   * A pod that doesn't trust what it should.
   *
   * @param code the more exact one of the injection, where the pod can't be patched
   */
  record Pod(
      String namespace,
      String pod,
      String owner,
      String reason,
      String code,
      List<String> trustDomains,
      String message,
      String remedy) {}

  static ListDocument<Namespace> namespaces(SyncPlan plan, ListQuery query) {
    return of(plan, Namespaces.of(plan).find(query).map(ListDocument::namespace));
  }

  static ListDocument<Pod> pods(SyncPlan plan, ListQuery query) {
    return of(plan, Pods.of(plan).find(query).map(ListDocument::pod));
  }

  private static <T> ListDocument<T> of(SyncPlan plan, Slice<T> slice) {
    return new ListDocument<>(
        plan.madeAt().toString(), slice.page(), slice.pages(), slice.total(), slice.rows());
  }

  private static Namespace namespace(SyncPlan.Namespace namespace) {
    return new Namespace(
        namespace.name(),
        Namespaces.code(namespace.state()),
        namespace.message(),
        names(namespace.mayTrust()),
        namespace.targets().stream()
            .map(
                target ->
                    new Target(
                        target.name(),
                        Namespaces.code(target.state()),
                        names(target.scope()),
                        target.message()))
            .toList());
  }

  private static Pod pod(MissedPod pod) {
    return new Pod(
        pod.namespace(),
        pod.pod(),
        pod.owner().toString(),
        pod.reason().code(),
        pod.code(),
        names(pod.domains()),
        pod.message(),
        pod.remedy());
  }

  private static List<String> names(Iterable<TrustDomain> domains) {
    List<String> names = new ArrayList<>();
    domains.forEach(domain -> names.add(domain.name()));
    return names;
  }
}
