package dev.rootbridge.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.rootbridge.mesh.MeshConfigOutcome.Parsed;
import dev.rootbridge.mesh.MeshConfigOutcome.Rejected;
import dev.rootbridge.trust.FixedRoot;

/**
 * Whatever a mesh config says, whom it trusts is known or a problem that can be told. In a usual
 * build the kept inputs are tried again; the profile {@code fuzz} looks for new ones, which land
 * beside them.
 */
class MeshConfigFuzzTest {

  /** What inputs have in the place of a certificate, none of which is kept in a file. */
  private static final String PLACEHOLDER = "%ROOT%";

  private static final String ROOT = FixedRoot.plain().pem().replace("\n", "\\n");

  private static final int LONGEST_PROBLEM = 400;

  @FuzzTest(maxDuration = "")
  void everyTextIsUnderstoodOrAProblemThatCanBeTold(byte[] bytes) {
    String text = new String(bytes, UTF_8).replace(PLACEHOLDER, ROOT);

    MeshConfigOutcome outcome = MeshConfigReader.read(text);

    if (outcome instanceof Rejected rejected) {
      assertThat(rejected.problem())
          .isNotBlank()
          .hasSizeLessThan(LONGEST_PROBLEM)
          .doesNotContainPattern("\\p{Cntrl}");
    } else {
      Parsed parsed = (Parsed) outcome;
      assertThat(parsed.domains().aliases()).allSatisfy(name -> assertThat(name).isNotNull());
      assertThat(parsed.trust().roots()).allSatisfy(root -> assertThat(root.field()).isNotBlank());
    }
  }
}
