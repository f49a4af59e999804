package dev.rootbridge.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that talks to real API servers: it may ask for {@link Clusters}, or for an {@link
 * Installation} of Rootbridge in them, or for a {@link RemoteApiServer} beside them. Each is
 * started once, by the first test that asks, and shared.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(RealClustersExtension.class)
public @interface OnRealClusters {}
