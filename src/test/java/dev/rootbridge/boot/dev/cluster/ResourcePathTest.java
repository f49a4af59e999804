package dev.rootbridge.boot.dev.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.boot.dev.cluster.ResourcePath.Part;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {

  @ParameterizedTest
  @CsvSource({
    "/api/v1/namespaces, api/v1/namespaces,,, WHOLE",
    "/api/v1/namespaces/shop, api/v1/namespaces,, shop, WHOLE",
    "/api/v1/namespaces/shop/status, api/v1/namespaces,, shop, STATUS",
    "/api/v1/configmaps, api/v1/configmaps,,, WHOLE",
    "/api/v1/namespaces/shop/configmaps, api/v1/configmaps, shop,, WHOLE",
    "/api/v1/namespaces/shop/configmaps/x, api/v1/configmaps, shop, x, WHOLE",
    "/apis/g.dev/v1/things/x, apis/g.dev/v1/things,, x, WHOLE",
    "/apis/g.dev/v1/things/x/status, apis/g.dev/v1/things,, x, STATUS",
    "/apis/g.dev/v1/namespaces/shop/things/x, apis/g.dev/v1/things, shop, x, WHOLE"
  })
  void pointsAtAResource(String path, String resource, String namespace, String name, Part part) {
    assertThat(ResourcePath.parse(path))
        .contains(
            new ResourcePath(
                resource, Optional.ofNullable(namespace), Optional.ofNullable(name), part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/api", "/api/v1", "/apis/g.dev/v1", "/api/v1/pods/x/log", "/version"})
  void pointsAtNothing(String path) {
    assertThat(ResourcePath.parse(path)).isEmpty();
  }

  @Test
  void aCollectionCoversAllNamespaces() {
    ResourcePath all = ResourcePath.parse("/api/v1/configmaps").orElseThrow();
    ResourcePath one = ResourcePath.parse("/api/v1/namespaces/shop/configmaps").orElseThrow();

    assertThat(all.covers(one.key("x"))).isTrue();
    assertThat(one.covers(new ObjectKey("api/v1/configmaps", "bank", "x"))).isFalse();
  }
}
