package dev.rootbridge.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import org.junit.jupiter.api.Test;

class FederationCheckTest {

  private static final TestCertificate A = TestCertificate.root("O=A");
  private static final TestCertificate B = TestCertificate.root("O=B");

  @Test
  void twoMeshesOfTheirOwnCanBeFederated() {
    assertThat(FederationCheck.refusal(mesh("a.example", A), mesh("b.example", B))).isEmpty();
  }

  @Test
  void meshesOfOneNameCannot() {
    assertThat(FederationCheck.refusal(mesh("cluster.local", A), mesh("cluster.local", B)))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .startsWith("both meshes are cluster.local")
                    .contains("trustDomain"));
  }

  @Test
  void meshesUnderOneRootNeedNot() {
    TestCertificate renewed = TestCertificate.ca("O=A").keysOf(A).mint();
    assertThat(FederationCheck.refusal(mesh("a.example", A), mesh("b.example", renewed)))
        .hasValueSatisfying(why -> assertThat(why).contains("so no federation is needed"));
  }

  private static LocalFacts mesh(String domain, TestCertificate root) {
    return new LocalFacts(new TrustDomain(domain), List.of(root.anchor()), "the mesh config");
  }
}
