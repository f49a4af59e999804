package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/** Objects that were applied for a person, in the order in which they were. */
final class AppliedObjects {

  /** Others may have written the same objects; nothing of theirs is forced away. */
  private static final String FIELD_MANAGER = "rootbridge-federate";

  private final List<String> done = new ArrayList<>();

  void apply(CallersCluster cluster, HasMetadata object) throws ClusterAccessException {
    String what = described(object);
    try {
      cluster.ask(
          "apply " + what,
          () ->
              cluster
                  .client()
                  .resource(object)
                  .patch(
                      new PatchContext.Builder()
                          .withPatchType(PatchType.SERVER_SIDE_APPLY)
                          .withFieldManager(FIELD_MANAGER)
                          .withForce(false)
                          .build()));
    } catch (ClusterAccessException e) {
      throw isConflict(e)
          ? new ClusterAccessException(
              what
                  + " in the cluster of context "
                  + cluster.context()
                  + " is somebody else's, with other content: take it away, or choose another"
                  + " --name",
              e)
          : e;
    }
    done.add(cluster.context() + ": " + what);
  }

  /** One line each. */
  List<String> done() {
    return List.copyOf(done);
  }

  private static String described(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return object.getKind()
        + " "
        + (namespace == null ? "" : namespace + "/")
        + object.getMetadata().getName();
  }

  private static boolean isConflict(ClusterAccessException failure) {
    return failure.getCause() instanceof KubernetesClientException answer
        && answer.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }
}
