package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.LiveCommand;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code rootbridge doctor} where Rootbridge isn't installed, and where nobody answers. */
@OnRealClusters
class DoctorWithoutCrdIT {

  @Test
  void aClusterWithoutTheCrdFailsWithTheRemedyAndADocument(Clusters clusters) {
    Path kubeconfig;
    try (ApiServer bare = ApiServer.start("cluster-bare", clusters.binaries())) {
      kubeconfig = bare.adminKubeconfig();
      LiveCommand table = LiveCommand.run(kubeconfig, "doctor");
      assertThat(table.exitCode()).as(table.toString()).isEqualTo(1);
      assertThat(table.out())
          .contains("ok       API server: it answers, Kubernetes v1.")
          .contains("FAILED   CRD: no FederatedTrustDomains are served")
          .contains("to mend it: kubectl apply -f webhook-config/crd/");

      LiveCommand json = LiveCommand.run(kubeconfig, "doctor", "-o", "json");
      assertThat(json.exitCode()).isEqualTo(1);
      assertThat(json.json().findValuesAsText("outcome")).containsExactly("ok", "FAILED");
    }
    LiveCommand away = LiveCommand.run(kubeconfig, "doctor", "-o", "json");
    assertThat(away.exitCode()).as(away.toString()).isEqualTo(3);
    assertThat(away.out()).isEmpty();
    assertThat(away.err()).contains("can't be reached: ", "get namespaces answers");
  }
}
