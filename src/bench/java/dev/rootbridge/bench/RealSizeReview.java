package dev.rootbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * An AdmissionReview as the API server sends it, of 12 KiB, the size of real ones: a pod with a
 * sidecar after Istio's injector, with the managed fields that the API server adds, and an
 * application with some variables.
 */
public final class RealSizeReview {

  public static final int BYTES = 12 * 1024;

  private static final Path POD = Path.of("src/test/resources/dev/rootbridge/it/sidecar-pod.yaml");
  private static final ObjectMapper JSON = new ObjectMapper();

  private RealSizeReview() {}

  /** The review of such a pod that is created in a namespace. */
  public static byte[] in(String namespace) {
    try {
      return review(pod(namespace), namespace);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pod of that review, as a client sends it to the API server. */
  public static byte[] podIn(String namespace) {
    try {
      return JSON.writeValueAsBytes(pod(namespace));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode pod(String namespace) throws IOException {
    ObjectNode pod = (ObjectNode) new YAMLMapper().readTree(POD.toFile());
    pod.withObjectProperty("metadata").put("namespace", namespace);
    ArrayNode env = pod.withArray("/spec/containers/0/env");
    for (int i = 0; review(pod, namespace).length < BYTES; i++) {
      env.addObject().put("name", "SETTING_" + i).put("value", "value-of-setting-" + i);
    }
    return pod;
  }

  private static byte[] review(ObjectNode pod, String namespace) throws IOException {
    ObjectNode review =
        JSON.createObjectNode()
            .put("kind", "AdmissionReview")
            .put("apiVersion", "admission.k8s.io/v1");
    ObjectNode request =
        review.putObject("request").put("uid", "705ab4f5-6393-11e8-b7cc-42010a800002");
    JsonNode kind =
        JSON.createObjectNode().put("group", "").put("version", "v1").put("kind", "Pod");
    JsonNode resource =
        JSON.createObjectNode().put("group", "").put("version", "v1").put("resource", "pods");
    request.set("kind", kind);
    request.set("resource", resource);
    request.set("requestKind", kind);
    request.set("requestResource", resource);
    request.put("namespace", namespace).put("operation", "CREATE");
    request
        .putObject("userInfo")
        .put("username", "system:serviceaccount:kube-system:replicaset-controller")
        .put("uid", "0f6a3a52-2a55-4f6e-9d0e-6f0a4e5a9c12")
        .putArray("groups")
        .add("system:serviceaccounts")
        .add("system:serviceaccounts:kube-system")
        .add("system:authenticated");
    ObjectNode object = pod.deepCopy();
    object.withObjectProperty("metadata").set("managedFields", ManagedFields.of(pod));
    request.set("object", object);
    request.putNull("oldObject").put("dryRun", false);
    request.putObject("options").put("kind", "CreateOptions").put("apiVersion", "meta.k8s.io/v1");
    return JSON.writeValueAsBytes(review);
  }
}
