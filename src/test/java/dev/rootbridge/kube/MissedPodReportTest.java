package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.MissedReason;
import dev.rootbridge.sync.PodOwner;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Owners are told once, and again when it begins anew. */
class MissedPodReportTest {

  private static final PodOwner WEB = new PodOwner("Deployment", "web");

  private final List<String> told = new ArrayList<>();
  private final MissedPodReport report =
      new MissedPodReport(
          note ->
              told.add(
                  note.reason()
                      + " on "
                      + note.regarding().getKind()
                      + " "
                      + note.regarding().getName()),
          MissedPodReportTest::reference);

  @Test
  void oneEventForAnOwnerAndAReasonUntilThatChanges() {
    report(pod("web-1", MissedReason.NOT_PATCHED), pod("web-2", MissedReason.NOT_PATCHED));
    report(pod("web-3", MissedReason.NOT_PATCHED));
    assertThat(told).containsExactly("NotPatched on Deployment web");

    report(pod("web-3", MissedReason.OTHER_SCOPE));
    assertThat(told)
        .containsExactly("NotPatched on Deployment web", "OtherScope on Deployment web");

    report();
    report(pod("web-3", MissedReason.OTHER_SCOPE));
    assertThat(told).hasSize(3);
  }

  @Test
  void whileThePodsAreUnknownNothingIsSaidOrForgotten() {
    report(pod("web-1", MissedReason.NOT_PATCHED));
    report.report(new MissedPods(List.of(), Optional.of("403")));
    report(pod("web-1", MissedReason.NOT_PATCHED));

    assertThat(told).hasSize(1);
  }

  @Test
  void whereTheOwnerIsNotFollowedThePodIsTold() {
    report(pod("web-1", new PodOwner("Rollout", "web"), MissedReason.NOT_PATCHED));

    assertThat(told).containsExactly("NotPatched on Pod web-1");
  }

  private void report(MissedPod... pods) {
    report.report(new MissedPods(List.of(pods), Optional.empty()));
  }

  private static Optional<ObjectReference> reference(String namespace, PodOwner owner) {
    return owner.kind().equals("Rollout")
        ? Optional.empty()
        : Optional.of(
            new ObjectReferenceBuilder()
                .withKind(owner.kind())
                .withNamespace(namespace)
                .withName(owner.name())
                .build());
  }

  private static MissedPod pod(String name, MissedReason reason) {
    return pod(name, WEB, reason);
  }

  private static MissedPod pod(String name, PodOwner owner, MissedReason reason) {
    return new MissedPod(
        "shop", name, owner, reason, reason.code(), Collections.emptySortedSet(), "", "restart");
  }
}
