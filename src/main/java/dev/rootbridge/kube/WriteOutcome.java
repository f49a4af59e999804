package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** What became of a write. */
sealed interface WriteOutcome {

  /** The cluster has it. */
  record Done() implements WriteOutcome {}

  /** What it was decided upon is no longer so; the next plan knows more. */
  record Overtaken() implements WriteOutcome {}

  /**
   * The API server didn't take it.
   *
   * @param message why, for a status
   */
  record Failed(Cause cause, String message) implements WriteOutcome {}

  /** It wasn't sent, or not all of it: the lease is lost. */
  record NotLeading() implements WriteOutcome {}

  /** What kind of failure it was. */
  enum Cause {
    /** The API server or the way to it; likely to pass by itself. */
    TRANSIENT,
    /** A decision: somebody has to do something about it. */
    REFUSAL
  }

  /** What an exception of the client means for a write that was bound to a version. */
  static WriteOutcome of(KubernetesClientException failure) {
    int code = failure.getCode();
    if (code == HttpURLConnection.HTTP_CONFLICT || code == HttpURLConnection.HTTP_NOT_FOUND) {
      return new Overtaken();
    }
    boolean passes = code == 0 || code == 429 || code >= 500;
    return new Failed(passes ? Cause.TRANSIENT : Cause.REFUSAL, reason(failure));
  }

  private static String reason(KubernetesClientException failure) {
    return Optional.ofNullable(failure.getStatus())
        .map(Status::getMessage)
        .filter(message -> !message.isBlank())
        .map(Causes::oneLine)
        .orElseGet(
            () ->
                failure.getCode() == 0
                    ? "the API server doesn't answer"
                    : "the API server answers " + failure.getCode());
  }
}
