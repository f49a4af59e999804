package dev.rootbridge.kube;

import static org.awaitility.Awaitility.await;

import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetPolicy;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A sync loop in this process on a real API server, in a world of its own: its local root is in a
 * namespace of its own, and its trust domains, x.example and y.example, are for namespaces with the
 * label {@code live-loop}. The bundle of a scope that nobody needs goes at once.
 */
final class LiveLoop implements AutoCloseable {

  static final TestCertificate LOCAL = TestCertificate.root("O=Local");
  static final TestCertificate X = TestCertificate.root("O=X");
  static final TestCertificate Y = TestCertificate.root("O=Y");

  private static final String HOME = "live-loop";
  private static final Path CRD =
      Path.of("webhook-config/crd/federatedtrustdomains.rootbridge.dev.yaml");

  private final SyncLoop loop;

  private LiveLoop(SyncLoop loop) {
    this.loop = loop;
  }

  /** Lays out that world. */
  static void prepare(KubernetesClient admin) {
    admin.resource(read(CRD)).serverSideApply();
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(HOME).endMetadata().build())
        .serverSideApply();
    root(admin, LOCAL);
    federate(admin, "x", X);
    federate(admin, "y", Y);
  }

  /** Gives the mesh this root, in place of the one it had. */
  static void root(KubernetesClient admin, TestCertificate root) {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(HOME)
                .withName("roots")
                .endMetadata()
                .addToData("root-cert.pem", root.pem())
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  /** Makes these the roots of a trust domain, in place of those it had. */
  static void federate(KubernetesClient admin, String name, TestCertificate... roots) {
    federate(admin, name, "{matchExpressions: [{key: live-loop, operator: Exists}]}", roots);
  }

  static void federate(
      KubernetesClient admin, String name, String selector, TestCertificate... roots) {
    String pem =
        Arrays.stream(roots)
            .map(TestCertificate::pem)
            .collect(Collectors.joining())
            .replace("\n", "\\n");
    String manifest =
        """
        apiVersion: rootbridge.dev/v1alpha1
        kind: FederatedTrustDomain
        metadata: {name: live-loop-%s}
        spec:
          trustDomain: %s.example
          source: {inline: {pem: "%s"}}
          namespaceSelector: %s
        """
            .formatted(name, name, pem, selector);
    FederatedTrustDomain resource = Serialization.unmarshal(manifest, FederatedTrustDomain.class);
    await("the CRD is served")
        .ignoreExceptions()
        .until(() -> admin.resource(resource).forceConflicts().serverSideApply() != null);
  }

  /** What the manifests would tell the Rootbridge of this world; the loop doesn't read it. */
  static void tellSettings(KubernetesClient admin, String more) {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(HOME)
                .withName("rootbridge")
                .endMetadata()
                .addToData(
                    "application.properties",
                    """
                    rootbridge.local.trust-domain=local.example
                    rootbridge.local.root.config-map.namespace=%1$s
                    rootbridge.local.root.config-map.name=roots
                    rootbridge.mesh.root-namespace=%1$s
                    """
                            .formatted(HOME)
                        + more)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  /** Takes out what other tests would see. */
  static void cleanUp(KubernetesClient admin) {
    domain(admin, "x").delete();
    domain(admin, "y").delete();
  }

  static Resource<FederatedTrustDomain> domain(KubernetesClient admin, String name) {
    return admin.resources(FederatedTrustDomain.class).withName("live-loop-" + name);
  }

  static LiveLoop start(KubernetesClient client, Clock clock) {
    return start(client, clock, new MeshSettings(HOME, List.of()));
  }

  static LiveLoop start(KubernetesClient client, Clock clock, MeshSettings mesh) {
    return start(client, clock, mesh, new TrustDomain("local.example"));
  }

  /** In another cluster, whose mesh is called otherwise. */
  static LiveLoop start(
      KubernetesClient client, Clock clock, MeshSettings mesh, TrustDomain trustDomain) {
    return new LiveLoop(
        new SyncLoop(
            client,
            new SyncSettings(
                trustDomain,
                HOME,
                "live-loop-0",
                LeaseSettings.DEFAULT,
                new ConfigMapKey(HOME, "roots", "root-cert.pem"),
                Optional.empty(),
                mesh,
                PemLimits.DEFAULTS,
                Duration.ofHours(25),
                AddressRule.allowing(List.of()),
                Duration.ofSeconds(1),
                WriteLimits.DEFAULT,
                new TargetPolicy(20, Duration.ZERO),
                RemoteSettings.NONE,
                Strictness.LENIENT),
            clock,
            new SimpleMeterRegistry()));
  }

  /** What an admission is decided from; waits until the namespace has been seen opted in. */
  NamespaceLookup.OptedIn optedIn(String namespace) {
    return (NamespaceLookup.OptedIn)
        await().until(() -> loop.find(namespace), NamespaceLookup.OptedIn.class::isInstance);
  }

  List<MissedPod> missed(String namespace) {
    return loop.latest().stream()
        .flatMap(plan -> plan.home().missed().pods().stream())
        .filter(pod -> pod.namespace().equals(namespace))
        .toList();
  }

  Optional<Condition> podsCurrent(String name) {
    return loop.latest().map(SyncPlan::domains).stream()
        .flatMap(List::stream)
        .filter(domain -> domain.trust().name().equals("live-loop-" + name))
        .flatMap(domain -> domain.condition(Condition.Type.PODS_CURRENT).stream())
        .findFirst();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
