package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.explain.FederationCheck;
import dev.rootbridge.explain.LocalFacts;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes one cluster trust another: the least access there is, and what says so. */
public final class FederationSetup {

  /** Others may have written the same objects; nothing of theirs is forced away. */
  private static final String FIELD_MANAGER = "rootbridge-federate";

  private static final String PLACEHOLDER = "A-TOKEN-OF-THE-READER";

  private final CallersCluster from;
  private final CallersCluster to;
  private final FederationRequest request;
  private final ReaderManifests manifests;
  private final ReaderAccess.Endpoint endpoint;

  /**
   * What was made.
   *
   * @param done one line each
   * @param tokenEnds when the access has to be renewed
   */
  public record Result(List<String> done, Instant tokenEnds) {
    public Result {
      done = List.copyOf(done);
    }
  }

  private FederationSetup(
      CallersCluster from,
      CallersCluster to,
      FederationRequest request,
      ReaderManifests manifests,
      ReaderAccess.Endpoint endpoint) {
    this.from = from;
    this.to = to;
    this.request = request;
    this.manifests = manifests;
    this.endpoint = endpoint;
  }

  /**
   * Looks at both clusters; nothing is written yet.
   *
   * @param from the one that is to be trusted
   * @param to the one that is to trust it
   */
  public static FederationSetup prepare(
      CallersCluster from, CallersCluster to, FederationRequest request)
      throws ClusterAccessException {
    InstalledSettings theirs = InstalledSettings.of(from, request.installed());
    InstalledSettings ours = InstalledSettings.of(to, request.installed());
    LocalFacts found =
        new LocalSurvey(from, theirs, request.installed()).look(MeshSurvey.of(from, theirs));
    LocalFacts there =
        new LocalFacts(
            request.trustDomain().orElse(found.trustDomain()), found.roots(), found.where());
    LocalFacts here = new LocalSurvey(to, ours, request.installed()).look(MeshSurvey.of(to, ours));
    // Whether the CRD is there is better known before anything is made in the other cluster.
    DomainSurvey.of(to);
    var refusal = FederationCheck.refusal(here, there);
    if (refusal.isPresent()) {
      throw new ClusterAccessException(
          "%s can't be federated into %s: %s"
              .formatted(from.context(), to.context(), refusal.get()));
    }
    return new FederationSetup(
        from,
        to,
        request,
        new ReaderManifests(
            request.name().orElseGet(() -> nameOf(there.trustDomain())),
            there.trustDomain(),
            theirs.localRoot(),
            ours.meshNamespace(),
            request.installed(),
            request.labels()),
        ReaderAccess.endpoint(from, request.server()));
  }

  /** A trust domain may have what a resource's name may not. */
  private static String nameOf(TrustDomain domain) {
    String label = domain.name().split("\\.", 2)[0].replaceAll("[^a-z0-9-]", "-");
    return label.replaceAll("^-+|-+$", "");
  }

  public TrustDomain trustDomain() {
    return manifests.trustDomain();
  }

  /** The name of the FederatedTrustDomain. */
  public String name() {
    return manifests.name();
  }

  /**
   * An object that would be made.
   *
   * @param context where
   */
  public record Manifest(String context, JsonNode object) {}

  /** All that would be made, without a token. */
  public List<Manifest> manifests() {
    List<Manifest> all = new ArrayList<>();
    String kubeconfig = ReaderAccess.text(manifests.name(), endpoint, PLACEHOLDER);
    manifests.there().forEach(object -> all.add(manifest(from, object)));
    manifests.access(kubeconfig).forEach(object -> all.add(manifest(to, object)));
    all.add(manifest(to, manifests.domain(to.client().getKubernetesSerialization())));
    return all;
  }

  private static Manifest manifest(CallersCluster cluster, HasMetadata object) {
    return new Manifest(
        cluster.context(),
        cluster.client().getKubernetesSerialization().convertValue(object, JsonNode.class));
  }

  /** Makes it all, or what is missing of it. */
  public Result apply() throws ClusterAccessException {
    List<String> done = new ArrayList<>();
    for (HasMetadata object : manifests.there()) {
      apply(from, object, done);
    }
    ReaderAccess access = ReaderAccess.issue(from, manifests, endpoint, request.lifetime());
    for (HasMetadata object : manifests.access(access.kubeconfig())) {
      apply(to, object, done);
    }
    apply(to, manifests.domain(to.client().getKubernetesSerialization()), done);
    return new Result(done, access.ends());
  }

  /** Renews the token, and nothing else. */
  public Result refresh() throws ClusterAccessException {
    String where = manifests.secretNamespace() + "/" + manifests.secretName();
    Secret present =
        to.ask(
            "get Secret " + where,
            () ->
                to.client()
                    .secrets()
                    .inNamespace(manifests.secretNamespace())
                    .withName(manifests.secretName())
                    .get());
    if (present == null) {
      throw new ClusterAccessException(
          "there is no Secret "
              + where
              + " to refresh in the cluster of context "
              + to.context()
              + ": federate without --refresh first");
    }
    List<String> done = new ArrayList<>();
    ReaderAccess access = ReaderAccess.issue(from, manifests, endpoint, request.lifetime());
    apply(to, manifests.secret(access.kubeconfig()), done);
    return new Result(done, access.ends());
  }

  private static void apply(CallersCluster cluster, HasMetadata object, List<String> done)
      throws ClusterAccessException {
    KubernetesClient client = cluster.client();
    String what = described(object);
    try {
      cluster.ask(
          "apply " + what,
          () ->
              client
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
