package dev.rootbridge.boot.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.web.TestPlan;
import java.net.URI;
import org.junit.jupiter.api.Test;

class GuideTest {

  @Test
  void saysInAFewLinesWhatThePageSays() {
    Guide guide =
        new Guide(
            TestPlan.settled(),
            URI.create("http://localhost:8080/"),
            URI.create("https://localhost:4711"),
            "0123");

    assertThat(guide.text())
        .isEqualTo(
            """
            two embedded clusters are up
              a.example trusts b.example: its CA may vouch for b.example only
              Namespace shop has the bundle, and the webhook has given it to a sample pod.
              See http://localhost:8080/
              Try: curl -sk -H 'Authorization: Bearer 0123' https://localhost:4711/api/v1/namespaces/shop/configmaps/rootbridge-trust\
            """);
  }
}
