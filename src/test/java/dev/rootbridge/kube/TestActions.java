package dev.rootbridge.kube;

import dev.rootbridge.sync.ContentChanges;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Seen;
import dev.rootbridge.sync.TargetContent;
import dev.rootbridge.sync.TargetKey;
import dev.rootbridge.sync.World;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Actions on the bundle of a namespace. */
final class TestActions {

  private TestActions() {}

  static TargetKey target(String namespace) {
    return new TargetKey(namespace, "rootbridge-trust");
  }

  static Action creation(String namespace, String text) {
    return creation(target(namespace), text);
  }

  static Action creation(TargetKey target, String text) {
    return new Action.Write(target, content(text), Set.of(), ContentChanges.NONE, Optional.empty());
  }

  static Action change(String namespace, String text, String over) {
    return new Action.Write(
        target(namespace), content(text), Set.of(), ContentChanges.NONE, Optional.of(seen(over)));
  }

  static Action removal(String namespace, String present) {
    return new Action.Delete(target(namespace), seen(present));
  }

  private static TargetContent content(String text) {
    return TargetContent.of(Map.of("root-cert.pem", text));
  }

  private static Seen seen(String version) {
    return new Seen("uid", version, World.Mutability.MUTABLE);
  }
}
