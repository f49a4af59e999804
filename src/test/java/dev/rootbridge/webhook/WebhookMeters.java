package dev.rootbridge.webhook;

import dev.rootbridge.inject.Reason;
import dev.rootbridge.webhook.CallerVerdict.Refusal;
import io.micrometer.core.instrument.MeterRegistry;

/** Everything that the webhook counts, counted once. */
public final class WebhookMeters {

  private WebhookMeters() {}

  public static void use(MeterRegistry meters) {
    AdmissionMeters counted = new AdmissionMeters(meters);
    counted.decided(counted.begin(), Reason.INJECTED);
    counted.refused("west", Refusal.FORBIDDEN);
  }
}
