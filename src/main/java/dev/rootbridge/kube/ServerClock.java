package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The API server's time, as the header {@code Date} of its answers tells (RFC 9110, 6.6.1). It is
 * API servers that judge by the dates of our certificate, so a node whose clock is wrong must
 * neither issue by it nor call a good certificate expired.
 */
public final class ServerClock extends Clock {

  /** The header has whole seconds, and an answer takes its time. */
  private static final Duration NOISE = Duration.ofSeconds(5);

  private final Clock local;
  private volatile Duration ahead = Duration.ZERO;

  /**
   * @param local what is gone by until a server has answered
   */
  public ServerClock(Clock local) {
    this.local = local;
  }

  /** A client over the same connections, whose answers set this clock. */
  KubernetesClient listeningTo(KubernetesClient client) {
    HttpClient http =
        client
            .getHttpClient()
            .newBuilder()
            .addOrReplaceInterceptor("rootbridge-server-clock", new DateReader())
            .build();
    return new KubernetesClientImpl(
            http,
            client.getConfiguration(),
            () -> Runnable::run,
            client.getKubernetesSerialization())
        .adapt(NamespacedKubernetesClient.class);
  }

  /** How far the server's clock is ahead of this machine's; negative if it is behind. */
  Duration ahead() {
    return ahead;
  }

  private void set(Instant server) {
    Duration difference = Duration.between(local.instant(), server);
    ahead = difference.abs().compareTo(NOISE) <= 0 ? Duration.ZERO : difference;
  }

  @Override
  public Instant instant() {
    return local.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return local.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.offset(local.withZone(zone), ahead);
  }

  private final class DateReader implements Interceptor {
    @Override
    public void after(
        HttpRequest request,
        HttpResponse<?> response,
        AsyncBody.Consumer<List<ByteBuffer>> consumer) {
      String date = response.header("Date");
      if (date == null) {
        return;
      }
      try {
        set(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      } catch (DateTimeException notDate) {
        // Of something in between, perhaps: as if it weren't there.
        return;
      }
    }
  }
}
