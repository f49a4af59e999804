package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The software bill of materials that the build writes, {@code target/bom.json}: what is shipped is
 * under a license that allows it.
 */
class LicensesIT {

  /** SPDX identifiers, and names that some projects write in their place. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-2.0",
          "MIT",
          "MIT-0",
          "Bouncy Castle Licence");

  @Test
  void everyComponentIsUnderAnAllowedLicense() throws IOException {
    JsonNode bom = new ObjectMapper().readTree(Scratch.file("../bom.json").toFile());
    assertThat(bom.at("/components")).hasSizeGreaterThan(50);
    TreeMap<String, List<String>> others = new TreeMap<>();
    for (JsonNode component : bom.at("/components")) {
      List<String> licenses = licenses(component);
      if (licenses.stream().noneMatch(ALLOWED::contains)) {
        others.put(component.at("/purl").asText(), licenses);
      }
    }
    assertThat(others).isEmpty();
  }

  /** Where there are several, they are for the user to choose from. */
  private static List<String> licenses(JsonNode component) {
    List<String> found = new ArrayList<>();
    for (JsonNode choice : component.at("/licenses")) {
      JsonNode license = choice.at("/license");
      found.add(license.has("id") ? license.at("/id").asText() : license.at("/name").asText());
      found.addAll(List.of(choice.at("/expression").asText().split(" OR ")));
    }
    return found;
  }

  @Test
  void whatIsShippedIsListed() throws IOException {
    String bom = new ObjectMapper().readTree(Scratch.file("../bom.json").toFile()).toString();
    assertThat(bom)
        .contains("pkg:maven/org.bouncycastle/bcprov-jdk18on@", "pkg:maven/info.picocli/picocli@")
        .doesNotContain("archunit", "assertj");
  }
}
