package dev.rootbridge.kube;

import static dev.rootbridge.kube.TestActions.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.sync.ContentChanges;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Seen;
import dev.rootbridge.sync.TargetContent;
import dev.rootbridge.sync.World.Mutability;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A request that comes late, of a replica that was paused between its last check and the request,
 * is refused by the API server itself wherever it knows better.
 */
@OnRealClusters
class TargetWriterIT {

  private static final String NAMESPACE = "target-writer";
  private static final WriteOutcome DONE = new WriteOutcome.Done();
  private static final WriteOutcome OVERTAKEN = new WriteOutcome.Overtaken();

  private final KubernetesClient admin;
  private final TargetWriter writer;
  private final Resource<ConfigMap> bundle;

  TargetWriterIT(Clusters clusters) {
    this.admin = clusters.b().admin();
    this.writer = new TargetWriter(admin);
    this.bundle = admin.configMaps().inNamespace(NAMESPACE).withName("rootbridge-trust");
  }

  @BeforeEach
  void makeRoom() {
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
  }

  @AfterEach
  void leave() {
    bundle.delete();
  }

  @Test
  void whatWasMadeMeanwhileIsNotMadeAgain() {
    assertThat(apply(creation("new"))).isEqualTo(DONE);
    Seen made = seen();

    assertThat(apply(creation("stale"))).isEqualTo(OVERTAKEN);

    assertThat(seen()).isEqualTo(made);
    assertThat(text()).isEqualTo("new");
  }

  @Test
  void whatWasDeletedMeanwhileIsNotMadeAnewByAChange() {
    apply(creation("old"));
    Seen before = seen();
    bundle.delete();

    assertThat(apply(change("stale", Set.of(), before))).isEqualTo(OVERTAKEN);
    assertThat(apply(change("stale", Set.of("surplus"), before))).isEqualTo(OVERTAKEN);

    assertThat(bundle.get()).isNull();
  }

  @Test
  void whatWasMadeAnewMeanwhileIsLeftAlone() {
    apply(creation("old"));
    Seen before = seen();
    bundle.delete();
    apply(creation("new"));

    assertThat(apply(change("stale", Set.of(), before))).isEqualTo(OVERTAKEN);
    assertThat(apply(new Action.Delete(target(NAMESPACE), before))).isEqualTo(OVERTAKEN);

    assertThat(text()).isEqualTo("new");
  }

  @Test
  void oursIsKnownWithoutItsLabelAndChangedInPlace() {
    apply(creation("old"));
    bundle.edit(
        made ->
            new ConfigMapBuilder(made)
                .editMetadata()
                .withLabels(Map.of())
                .endMetadata()
                .addToData("planted.pem", "x")
                .build());
    Seen unlabelled = seen();

    assertThat(apply(creation("new"))).isEqualTo(DONE);

    assertThat(text()).isEqualTo("new");
    assertThat(seen().uid()).isEqualTo(unlabelled.uid());
    assertThat(bundle.require().getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/managed-by", "rootbridge");
  }

  @Test
  void anImmutableOneIsMadeAnew() {
    apply(creation("old"));
    bundle.edit(made -> new ConfigMapBuilder(made).withImmutable(true).build());
    Seen before = seen();

    assertThat(apply(change("new", Set.of(), before))).isEqualTo(DONE);

    assertThat(text()).isEqualTo("new");
    assertThat(seen().uid()).isNotEqualTo(before.uid());
  }

  @Test
  void whatWasMadeBinaryIsTextAgain() {
    apply(creation("ours"));
    bundle.edit(
        made ->
            new ConfigMapBuilder(made)
                .withData(Map.of())
                .withBinaryData(Map.of("root-cert.pem", "ZXZpbA=="))
                .build());

    assertThat(apply(change("ours", Set.of("root-cert.pem"), seen()))).isEqualTo(DONE);

    assertThat(text()).isEqualTo("ours");
    assertThat(bundle.require().getBinaryData()).isNullOrEmpty();
  }

  @Test
  void someoneElsesIsNamedAndLeftAlone() {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("rootbridge-trust")
                .endMetadata()
                .addToData("root-cert.pem", "theirs")
                .build())
        .create();

    assertThat(apply(creation("ours")))
        .isEqualTo(
            new WriteOutcome.Failed(
                WriteOutcome.Cause.REFUSAL,
                "ConfigMap target-writer/rootbridge-trust is not Rootbridge's: rename or delete"
                    + " it"));

    assertThat(text()).isEqualTo("theirs");
  }

  private WriteOutcome apply(Action action) {
    return writer.apply(action, () -> {});
  }

  private static Action creation(String text) {
    return TestActions.creation(NAMESPACE, text);
  }

  private static Action change(String text, Set<String> surplus, Seen over) {
    return new Action.Write(
        target(NAMESPACE),
        TargetContent.of(Map.of("root-cert.pem", text)),
        surplus,
        ContentChanges.NONE,
        Optional.of(over));
  }

  private Seen seen() {
    ConfigMap present = bundle.require();
    return new Seen(
        present.getMetadata().getUid(),
        present.getMetadata().getResourceVersion(),
        Boolean.TRUE.equals(present.getImmutable()) ? Mutability.IMMUTABLE : Mutability.MUTABLE);
  }

  private String text() {
    return bundle.require().getData().get("root-cert.pem");
  }
}
