package dev.rootbridge.kube;

import dev.rootbridge.serving.ServingHosts;
import java.time.Duration;

/**
 * What is told about a serving certificate of our own.
 *
 * @param namespace where its Secret is
 * @param secret the Secret's name
 * @param registration the MutatingWebhookConfiguration whose {@code caBundle} names its CA
 * @param hosts whom it is for
 * @param settling how long API servers may take to hear of a changed {@code caBundle}
 * @param notice how long people have to copy a new CA to the registrations of remote clusters
 * @param resync how often it is looked at without a change
 * @param instance which replica this is, as people read it
 */
public record ServingSettings(
    String namespace,
    String secret,
    String registration,
    ServingHosts hosts,
    Duration settling,
    Duration notice,
    Duration resync,
    String instance) {

  /** Of the API servers of one cluster, that one may be slow to hear from etcd. */
  public static final Duration SETTLING = Duration.ofSeconds(30);

  /** A person has to see it, and to change something in another cluster. */
  public static final Duration NOTICE = Duration.ofDays(14);

  public static final Duration RESYNC = Duration.ofSeconds(10);
}
