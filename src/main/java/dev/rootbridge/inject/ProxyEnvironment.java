package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment variables that the proxy is to have. */
record ProxyEnvironment(ContainerView proxy, Map<String, EnvValue> present) {

  private static final EnvValue EXTRA_ROOTS =
      new EnvValue.Literal(InjectionContract.EXTRA_CERTS_PATH);

  Optional<Finding> conflict() {
    EnvValue value = present.getOrDefault(InjectionContract.EXTRA_ROOTS_ENV, EXTRA_ROOTS);
    return Finding.when(
        !value.equals(EXTRA_ROOTS),
        Reason.ENV_CONFLICT,
        "istio-proxy has another ISTIO_META_EXTRA_ROOT_CERTS; drop it, Rootbridge sets "
            + InjectionContract.EXTRA_CERTS_PATH);
  }

  void addMissing(PodPatch patch) {
    List<ObjectNode> missing = new ArrayList<>();
    addUnlessSet(missing, InjectionContract.EXTRA_ROOTS_ENV, InjectionContract.EXTRA_CERTS_PATH);
    addUnlessSet(missing, InjectionContract.XDS_ROOT_ENV, InjectionContract.LOCAL_ROOT_FILE);
    addUnlessSet(missing, InjectionContract.CA_ROOT_ENV, InjectionContract.LOCAL_ROOT_FILE);
    patch.append(proxy.pointer() + "/env", proxy.node().path("env"), missing);
  }

  private void addUnlessSet(List<ObjectNode> missing, String name, String value) {
    if (!present.containsKey(name)) {
      missing.add(JsonNodeFactory.instance.objectNode().put("name", name).put("value", value));
    }
  }
}
