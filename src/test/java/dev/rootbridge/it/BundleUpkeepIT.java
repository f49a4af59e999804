package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bundle in a namespace, whatever the namespace's owner does to it, and at rest. */
@OnRealClusters
class BundleUpkeepIT {

  private final Installation rootbridge;
  private Federation federation;

  BundleUpkeepIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
  }

  @BeforeEach
  void federate() {
    federation = Federation.of(rootbridge);
  }

  @AfterEach
  void part() {
    federation.close();
  }

  @Test
  void whatIsTamperedWithIsPutBack() {
    TenantNamespace namespace = federation.namespace();
    Map<String, String> before = namespace.configMap().require().getData();

    namespace
        .configMap()
        .edit(
            configMap ->
                new ConfigMapBuilder(configMap)
                    .addToData("root-cert.pem", federation.remoteRoot().pem())
                    .addToData("key.pem", "would replace the workload's identity")
                    .build());

    await().until(() -> namespace.configMap().require().getData().equals(before));
  }

  @Test
  void whatIsDeletedComesBack() {
    federation.namespace().configMap().delete();
    federation.awaitTrustIn(federation.remoteRoot());
  }

  @Test
  void whatIsMadeImmutableStillFollowsTheRoots() {
    federation
        .namespace()
        .configMap()
        .edit(configMap -> new ConfigMapBuilder(configMap).withImmutable(true).build());

    RootCa next = federation.rotate();

    federation.awaitTrustIn(federation.remoteRoot(), next);
  }

  @Test
  void whatChangesNothingWritesNothing() {
    String before = resourceVersion();

    for (int round = 0; round < 3; round++) {
      rootbridge.remoteMesh().touchRoots();
      TenantNamespace another = federation.newNamespace();
      another.optIn();
      // Its bundle shows that the world has been planned for anew since.
      await().until(() -> another.bundle().isPresent());
      another.optOut();
      await().until(() -> another.bundle().isEmpty());
    }

    assertThat(resourceVersion()).isEqualTo(before);
  }

  private String resourceVersion() {
    return federation.namespace().configMap().require().getMetadata().getResourceVersion();
  }
}
