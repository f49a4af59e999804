package dev.rootbridge.webhook;

import java.util.concurrent.CompletionStage;

/** Knows who may call for which remote cluster. */
@FunctionalInterface
public interface RemoteCallers {

  /**
   * Checks a caller. Doesn't block: it may be asked on the event loop.
   *
   * @param cluster the name of a remote cluster that is configured
   * @return never fails; what can't be found out is {@link CallerVerdict.Refusal#UNDECIDED}
   */
  CompletionStage<CallerVerdict> check(String cluster, CallerCredentials credentials);
}
