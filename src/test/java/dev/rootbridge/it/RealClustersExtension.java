package dev.rootbridge.it;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Hands out what {@link OnRealClusters} promises. All of it lives in the store of the whole run,
 * which closes it at the end, newest first. When a test fails, it shows what Rootbridge logged.
 */
final class RealClustersExtension implements BeforeAllCallback, ParameterResolver, TestWatcher {

  private static final Namespace NAMESPACE = Namespace.create(RealClustersExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    // How long to wait is no promise: a build may share a slow machine with others.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    clusters(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Clusters.class || type == Installation.class || type == RemoteApiServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Clusters.class) {
      return clusters(context);
    }
    return type == Installation.class ? installation(context) : remote(context);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    Installation installation = store(context).get(Installation.class, Installation.class);
    if (installation != null) {
      System.out.println(context.getDisplayName() + " failed. " + installation.process().logTail());
    }
  }

  private static Clusters clusters(ExtensionContext context) {
    return store(context)
        .computeIfAbsent(
            RealClusters.class, key -> RealClusters.find(System.getenv()), RealClusters.class)
        .require();
  }

  private static Installation installation(ExtensionContext context) {
    Clusters clusters = clusters(context);
    return store(context)
        .computeIfAbsent(Installation.class, key -> Installation.of(clusters), Installation.class);
  }

  private static RemoteApiServer remote(ExtensionContext context) {
    Clusters clusters = clusters(context);
    return store(context)
        .computeIfAbsent(
            RemoteApiServer.class,
            key -> RemoteApiServer.start(clusters.binaries()),
            RemoteApiServer.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }
}
