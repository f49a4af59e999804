package dev.rootbridge.cli;

import dev.rootbridge.kube.CallersAccess;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Option;

/** The options of a command that asks a cluster: which one, and who asks. */
final class ClusterOptions {

  /** Kept, since a logger that nobody holds forgets its level. */
  private static final List<Logger> CHATTY =
      List.of(Logger.getLogger("io.fabric8"), Logger.getLogger("io.vertx"));

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context of the kubeconfig (default: the current one).")
  private String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig (default: those of KUBECONFIG, else ~/.kube/config).")
  private Path kubeconfig;

  CallersAccess access() {
    return new CallersAccess(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
  }

  CallersCluster connect() throws ClusterAccessException {
    return connect(access());
  }

  /** What fails is told by the command; the client's own log would only surround it. */
  static CallersCluster connect(CallersAccess access) throws ClusterAccessException {
    CHATTY.forEach(logger -> logger.setLevel(Level.OFF));
    return CallersCluster.connect(access);
  }
}
