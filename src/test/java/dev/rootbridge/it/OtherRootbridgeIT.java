package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A Rootbridge in cluster B that federates with cluster A by what A's serves, and reads nothing of
 * A's API.
 */
@OnRealClusters
class OtherRootbridgeIT {

  private static final RootCa LOCAL = RootCa.mint(KeyKind.EC_P256, "O=Other");

  private final Installation rootbridge;
  private final ApiServer other;
  private Fleet fleet;

  OtherRootbridgeIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
    this.other = rootbridge.clusters().b();
  }

  @BeforeEach
  void install() {
    IstioMesh.install(other, "cluster-b").publishRoots(LOCAL);
    rootbridge.clusters().kubectl().apply(other, Installation.MANIFESTS);
    forgetThoseBefore();
    fleet = Fleet.of(other, 1);
  }

  @AfterEach
  void leave() {
    fleet.close();
    forgetThoseBefore();
  }

  /** Its roots would be retiring ones of whoever comes next. */
  private void forgetThoseBefore() {
    other.admin().leases().inNamespace(Replica.NAMESPACE).withName("rootbridge").delete();
    other.admin().configMaps().inNamespace(Replica.NAMESPACE).withName("rootbridge-local").delete();
  }

  @Test
  void readsTheBundleEndpoint() {
    try (Replica replica = Replica.start(other, "only", Replica.LONG, Replica.UNLIMITED)) {
      replica.awaitLeading();

      fleet.federate(
          "{bundleEndpoint: {url: \"%s\", profile: https_web, webRoots: {pem: \"%s\"}}}"
              .formatted(
                  rootbridge.process().bundleEndpoint(),
                  rootbridge.servingCa().pem().replace("\n", "\\n")));

      fleet.awaitCurrent();
      await()
          .untilAsserted(
              () ->
                  assertThat(fleet.contents())
                      .singleElement()
                      .satisfies(
                          data ->
                              assertThat(Pem.certificates(data.get("root-cert.pem")))
                                  .hasSize(2)
                                  .anyMatch(rootbridge.localRoot()::hasKeyOf)));
      assertThat(fleet.history().values()).allMatch(written -> written.size() == 1);
    }
  }
}
