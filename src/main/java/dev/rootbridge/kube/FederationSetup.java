package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.explain.FederationCheck;
import dev.rootbridge.explain.LocalFacts;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes one cluster trust another: the least access there is, and what says so. */
public final class FederationSetup {

  private static final String PLACEHOLDER = "A-TOKEN-OF-THE-READER";

  private final CallersCluster from;
  private final CallersCluster to;
  private final FederationRequest request;
  private final ReaderManifests manifests;
  private final Before before;

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

  /** Whether the FederatedTrustDomain was there. */
  private enum Before {
    NOTHING,
    FEDERATED
  }

  private FederationSetup(
      CallersCluster from,
      CallersCluster to,
      FederationRequest request,
      ReaderManifests manifests,
      Before before) {
    this.from = from;
    this.to = to;
    this.request = request;
    this.manifests = manifests;
    this.before = before;
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
    if (request.trustDomain().isEmpty() && found.assumed().isPresent()) {
      throw new ClusterAccessException(
          "the trust domain of "
              + from.context()
              + " isn't known ("
              + found.assumed().get()
              + "): name it by --trust-domain");
    }
    LocalFacts there =
        new LocalFacts(
            request.trustDomain().orElse(found.trustDomain()), found.roots(), found.where());
    LocalFacts here = new LocalSurvey(to, ours, request.installed()).look(MeshSurvey.of(to, ours));
    String name = request.name().orElseGet(() -> nameOf(there.trustDomain()));
    List<FederatedTrust> present = DomainSurvey.trusts(to);
    Optional<FederatedTrust> own =
        present.stream().filter(other -> other.name().equals(name)).findFirst();
    ReaderManifests manifests =
        new ReaderManifests(
            name,
            there.trustDomain(),
            theirs.localRoot(),
            ours.meshNamespace(),
            request.installed(),
            namespaces(request, own));
    var refusal =
        FederationCheck.refusal(here, there)
            .or(
                () ->
                    FederationCheck.takeover(
                        manifests.name(), there.trustDomain(), manifests.source(), present));
    if (refusal.isPresent()) {
      throw new ClusterAccessException(
          "%s can't be federated into %s: %s"
              .formatted(from.context(), to.context(), refusal.get()));
    }
    return new FederationSetup(
        from, to, request, manifests, own.isPresent() ? Before.FEDERATED : Before.NOTHING);
  }

  /** Nobody widens trust by leaving an option out. */
  private static NamespaceSelector namespaces(
      FederationRequest request, Optional<FederatedTrust> own) {
    return request.labels().isEmpty()
        ? own.map(FederatedTrust::namespaces).orElse(new NamespaceSelector(Map.of(), List.of()))
        : new NamespaceSelector(request.labels(), List.of());
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

  /** Which of the namespaces that opted in may trust it. */
  public NamespaceSelector namespaces() {
    return manifests.namespaces();
  }

  /**
   * An object that would be made.
   *
   * @param context where
   */
  public record Manifest(String context, JsonNode object) {}

  /** All that would be made, without a token. */
  public List<Manifest> manifests() throws ClusterAccessException {
    List<Manifest> all = new ArrayList<>();
    String kubeconfig = ReaderAccess.text(manifests.name(), endpoint(), PLACEHOLDER);
    manifests.there().forEach(object -> all.add(manifest(from, object)));
    manifests.access(kubeconfig).forEach(object -> all.add(manifest(to, object)));
    all.add(manifest(to, manifests.domain(to.client().getKubernetesSerialization())));
    return all;
  }

  /** All that a refresh would write, without a token. */
  public List<Manifest> refreshed() throws ClusterAccessException {
    ReaderAccess.Endpoint endpoint = endpoint(secretToRefresh());
    return List.of(
        manifest(to, manifests.secret(ReaderAccess.text(manifests.name(), endpoint, PLACEHOLDER))));
  }

  private static Manifest manifest(CallersCluster cluster, HasMetadata object) {
    return new Manifest(
        cluster.context(),
        cluster.client().getKubernetesSerialization().convertValue(object, JsonNode.class));
  }

  /** Makes it all, or what is missing of it. */
  public Result apply() throws ClusterAccessException {
    ReaderAccess.Endpoint endpoint = endpoint();
    AppliedObjects applied = new AppliedObjects();
    for (HasMetadata object : manifests.there()) {
      applied.apply(from, object);
    }
    ReaderAccess access = ReaderAccess.issue(from, manifests, endpoint, request.lifetime());
    for (HasMetadata object : manifests.access(access.kubeconfig())) {
      applied.apply(to, object);
    }
    applied.apply(to, manifests.domain(to.client().getKubernetesSerialization()));
    return new Result(applied.done(), access.ends());
  }

  /** Renews the token, and nothing else. */
  public Result refresh() throws ClusterAccessException {
    ReaderAccess access =
        ReaderAccess.issue(from, manifests, endpoint(secretToRefresh()), request.lifetime());
    AppliedObjects applied = new AppliedObjects();
    applied.apply(to, manifests.secret(access.kubeconfig()));
    return new Result(applied.done(), access.ends());
  }

  /** What lies there without a FederatedTrustDomain may be of a federation that was ended. */
  private ReaderAccess.Endpoint endpoint() throws ClusterAccessException {
    Optional<Secret> kept =
        request.server().isEmpty() && before == Before.FEDERATED ? secret() : Optional.empty();
    return kept.isPresent() ? endpoint(kept.get()) : ReaderAccess.endpoint(from, request.server());
  }

  /** Where it is reached from pods needn't be where the caller reaches it. */
  private ReaderAccess.Endpoint endpoint(Secret kept) throws ClusterAccessException {
    return ReaderAccess.endpoint(
        from, request.server().or(() -> ReaderAccess.server(kept, name())));
  }

  private Secret secretToRefresh() throws ClusterAccessException {
    if (before == Before.NOTHING) {
      throw nothingToRefresh("FederatedTrustDomain " + name());
    }
    return secret()
        .orElseThrow(
            () ->
                nothingToRefresh(
                    "Secret " + manifests.secretNamespace() + "/" + manifests.secretName()));
  }

  private Optional<Secret> secret() throws ClusterAccessException {
    String where = manifests.secretNamespace() + "/" + manifests.secretName();
    return to.ask(
        "get Secret " + where,
        () ->
            Optional.ofNullable(
                to.client()
                    .secrets()
                    .inNamespace(manifests.secretNamespace())
                    .withName(manifests.secretName())
                    .get()));
  }

  private ClusterAccessException nothingToRefresh(String what) {
    return new ClusterAccessException(
        "there is no "
            + what
            + " to refresh in the cluster of context "
            + to.context()
            + ": federate without --refresh first");
  }
}
