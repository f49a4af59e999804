package dev.rootbridge.kube;

import static dev.rootbridge.kube.LiveNamespace.scoped;
import static dev.rootbridge.kube.LiveNamespace.wishing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.Fault;
import dev.rootbridge.it.FaultProxy;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.sync.Condition;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A loop that may not see all that runs in its cluster goes on, and is careful. */
@OnRealClusters
class MissingRightsIT {

  private static final String ACCOUNT = "missing-rights";
  private static final String MAIN = "rootbridge-trust";

  /** The client tries a refused list again after up to half a minute. */
  private static final Duration RETRY = Duration.ofSeconds(90);

  private static ApiServer cluster;
  private static KubernetesClient admin;

  @BeforeAll
  static void start(Clusters clusters) {
    cluster = clusters.b();
    admin = cluster.admin();
    LiveLoop.prepare(admin);
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(ACCOUNT)
                .endMetadata()
                .build())
        .serverSideApply();
    admin
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", ACCOUNT)
                .addNewSubject("", "ServiceAccount", ACCOUNT, "default")
                .build())
        .serverSideApply();
    // Where other tests applied it, that account could write no bundle.
    admin
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicyBindings()
        .withName("bundles.rootbridge.dev")
        .delete();
  }

  @AfterAll
  static void stop() {
    LiveLoop.cleanUp(admin);
  }

  @Test
  void nothingThatPodsMayMountIsDeletedWhileTheyCannotBeSeen() {
    allow("configmaps", "namespaces");
    LiveNamespace shop = LiveNamespace.optedIn(admin, "unseen");
    String onlyX = scoped("x.example");
    try (KubernetesClient client = restricted();
        LiveLoop loop = LiveLoop.start(client, Clock.systemUTC())) {
      shop.awaitBundle(MAIN, "x.example", "y.example");
      assertThat(loop.podsCurrent("x"))
          .hasValueSatisfying(
              condition -> {
                assertThat(condition.status()).isEqualTo(Condition.Status.UNKNOWN);
                assertThat(condition.reason()).isEqualTo("PodsNotWatched");
                assertThat(condition.message())
                    .contains(
                        "Pods can't be listed or watched: the API server answered 403 Forbidden");
              });

      shop.optOut();
      shop.awaitBundle(MAIN);

      allow("configmaps", "namespaces", "pods");
      await().atMost(RETRY).until(() -> shop.bundle(MAIN).isEmpty());
      shop.optIn();
      shop.admit(wishing(shop.sidecar("web"), "x.example"), loop.optedIn(shop.name()));
      shop.awaitBundle(onlyX, "x.example");
    }
  }

  @Test
  void anApiThatTheClusterDoesNotHaveHoldsUpNothing() {
    allow("configmaps", "namespaces", "pods");
    LiveNamespace shop = LiveNamespace.optedIn(admin, "no-cron-jobs");
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.makeFor(uri -> uri.contains("/cronjobs"), Fault.notFound());
      try (KubernetesClient client = client(proxy.kubeconfigOf("default", ACCOUNT, "b"));
          LiveLoop loop = LiveLoop.start(client, Clock.systemUTC())) {
        shop.awaitBundle(MAIN, "x.example", "y.example");
        shop.admit(wishing(shop.sidecar("web"), "x.example"), loop.optedIn(shop.name()));
        shop.awaitBundle(scoped("x.example"), "x.example");
      }
    }
  }

  private static KubernetesClient restricted() {
    return client(cluster.kubeconfigOf("default", ACCOUNT, "b"));
  }

  private static KubernetesClient client(String kubeconfig) {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  /** No templates in any case. */
  private static void allow(String... resources) {
    List<PolicyRule> rules = new ArrayList<>();
    rules.add(rule("", resources));
    rules.add(rule("rootbridge.dev", "federatedtrustdomains", "federatedtrustdomains/status"));
    rules.add(rule("coordination.k8s.io", "leases"));
    admin
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .endMetadata()
                .withRules(rules)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  private static PolicyRule rule(String group, String... resources) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resources)
        .withVerbs("get", "list", "watch", "create", "patch", "delete")
        .build();
  }
}
