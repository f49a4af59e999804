package dev.rootbridge.sync;

import java.util.Locale;

/**
 * Why a running proxy doesn't trust what it should. {@link #code()} is what conditions and events
 * say, {@link #metricLabel()} what metrics say; both are stable.
 */
public enum MissedReason {
  NOT_PATCHED(
      "NotPatched",
      "The proxy lacks the patch: the pod is older than the opt-in, or the webhook was away when it"
          + " was made."),
  OTHER_SCOPE("OtherScope", "The proxy reads the bundle of another scope than the pod has now."),
  STARTED_BEFORE_BUNDLE(
      "StartedBeforeBundle",
      "The proxy started before its ConfigMap was made, or made anew, so it may know the local roots"
          + " alone."),
  CHANGE_NOT_FOLLOWED(
      "ChangeNotFollowed",
      "The proxy is of Istio 1.29.0 to 1.30.2, which follow only the first change of a bundle"
          + " (istio/istio#59912), and the bundle has changed more than once since it started."),
  TOO_MANY_SCOPES(
      "TooManyScopes",
      "The namespace has as many scopes as it may (rootbridge.sync.max-scopes), so the pod's gets no"
          + " bundle."),
  CANNOT_BE_FEDERATED(
      "CannotBeFederated",
      "The pod can't be patched as it is made; its annotation rootbridge.dev/status says why.");

  private final String code;
  private final String text;

  MissedReason(String code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The stable name in CamelCase. */
  public String code() {
    return code;
  }

  /** The stable value of the label {@code reason}, in snake case. */
  public String metricLabel() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One sentence for tables and pages. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return code;
  }
}
