package dev.rootbridge.kube;

import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.World;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What runs in a cluster: what its workload templates say of whom they trust, so that a bundle is
 * there before the first pod, and its pods.
 *
 * <p>A kind that can't be followed, for lack of a right or because the cluster has no such API,
 * holds up nothing: without templates, bundles come with the first pod; without pods, see {@link
 * #podsUnknown}.
 */
final class Workloads implements AutoCloseable {

  private static final Set<String> ENDS_OF_A_JOB = Set.of("Complete", "Failed");

  private final Facts<Pod, World.Pod> pods;

  /** By kind, each with what the templates say in their annotation. */
  private final Map<String, Facts<?, String>> templates = new HashMap<>();

  Workloads(KubernetesClient client, Room room, Runnable onChange) {
    PodFacts podFacts = new PodFacts(client.getKubernetesSerialization());
    this.pods =
        Facts.follow(
            client.pods().inAnyNamespace(), "Pods", Pod::new, podFacts::of, room, onChange);
    Templates following = new Templates(room, onChange);
    following.add(
        client.apps().deployments().inAnyNamespace(),
        Deployment::new,
        workload -> workload.getSpec().getTemplate());
    following.add(
        client.apps().statefulSets().inAnyNamespace(),
        StatefulSet::new,
        workload -> workload.getSpec().getTemplate());
    following.add(
        client.apps().daemonSets().inAnyNamespace(),
        DaemonSet::new,
        workload -> workload.getSpec().getTemplate());
    following.add(client.batch().v1().jobs().inAnyNamespace(), Job::new, Workloads::templateOf);
    following.add(
        client.batch().v1().cronjobs().inAnyNamespace(),
        CronJob::new,
        workload -> workload.getSpec().getJobTemplate().getSpec().getTemplate());
  }

  private final class Templates {
    private final Room room;
    private final Runnable onChange;

    Templates(Room room, Runnable onChange) {
      this.room = room;
      this.onChange = onChange;
    }

    <T extends HasMetadata> void add(
        Informable<T> objects, Supplier<T> empty, Function<T, PodTemplateSpec> template) {
      String kind = empty.get().getKind();
      templates.put(
          kind,
          Facts.follow(
              objects,
              kind + "s",
              empty,
              workload -> wish(template.apply(workload)),
              room,
              onChange));
    }
  }

  /** A Job that is through makes no more pods. */
  private static PodTemplateSpec templateOf(Job job) {
    boolean ended =
        job.getStatus() != null
            && job.getStatus().getConditions().stream()
                .filter(condition -> condition.getStatus().equals("True"))
                .anyMatch(condition -> ENDS_OF_A_JOB.contains(condition.getType()));
    return ended ? new PodTemplateSpec() : job.getSpec().getTemplate();
  }

  private static Optional<String> wish(PodTemplateSpec template) {
    return Optional.ofNullable(template.getMetadata())
        .map(ObjectMeta::getAnnotations)
        .map(annotations -> annotations.get(InjectionContract.TRUST_DOMAINS_ANNOTATION))
        .map(PodFacts::keptWish);
  }

  /** Whether each kind has been read, or is known not to be readable. */
  boolean hasSynced() {
    return Stream.concat(Stream.of(pods), templates.values().stream())
        .allMatch(kind -> kind.state() != RenewedInformer.State.STARTING);
  }

  /** Why there may be pods that aren't seen; empty if all are. */
  Optional<String> podsUnknown() {
    return pods.state() == RenewedInformer.State.FOLLOWED
        ? Optional.empty()
        : Optional.of(pods.problem());
  }

  /** By namespace, those with a proxy that haven't ended. */
  Map<String, List<World.Pod>> pods() {
    return pods.byNamespace();
  }

  /** By namespace, what its templates say in {@code rootbridge.dev/trust-domains}. */
  Map<String, Set<String>> wishes() {
    Map<String, Set<String>> wishes = new HashMap<>();
    for (Facts<?, String> kind : templates.values()) {
      kind.byNamespace()
          .forEach(
              (namespace, found) ->
                  wishes.computeIfAbsent(namespace, added -> new HashSet<>()).addAll(found));
    }
    return wishes;
  }

  /** The owner, for events; empty where it is of a kind that isn't followed, or gone. */
  Optional<ObjectReference> reference(String namespace, PodOwner owner) {
    Facts<?, ?> kind = owner.kind().equals("Pod") ? pods : templates.get(owner.kind());
    return Optional.ofNullable(kind)
        .flatMap(
            facts ->
                facts
                    .uid(namespace, owner.name())
                    .map(
                        uid ->
                            new ObjectReferenceBuilder()
                                .withApiVersion(facts.apiVersion())
                                .withKind(owner.kind())
                                .withNamespace(namespace)
                                .withName(owner.name())
                                .withUid(uid)
                                .build()));
  }

  @Override
  public void close() {
    pods.close();
    templates.values().forEach(Facts::close);
  }
}
