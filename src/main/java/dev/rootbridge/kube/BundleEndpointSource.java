package dev.rootbridge.kube;

import dev.rootbridge.spiffe.SpiffeBundleOutcome;
import dev.rootbridge.spiffe.SpiffeBundleReader;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec.BundleEndpoint;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.SpiffeBundle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks a bundle endpoint at the pace that its refresh hint asks for, and holds what it last said.
 * All of it happens on one event loop, without a thread that could wait for a slow endpoint.
 */
final class BundleEndpointSource implements TrustSource {

  private static final SpiffeBundleReader READER = new SpiffeBundleReader(PemLimits.DEFAULTS);

  private final BundleEndpoint spec;
  private final EndpointTrust trust;
  private final PollingPace pace;
  private final Runnable onChange;
  private final Context loop;
  private volatile SourceReading reading;
  private volatile boolean closed;

  // These belong to the event loop.
  private int failures;
  private Optional<Duration> hint = Optional.empty();
  private Optional<String> tag = Optional.empty();
  private OptionalLong sequence;
  private Optional<Read> accepted = Optional.empty();

  /**
   * @param sequence of the document that was taken last, perhaps before a restart
   */
  BundleEndpointSource(
      OutboundNetwork network,
      BundleEndpoint spec,
      OptionalLong sequence,
      EndpointTrust trust,
      PollingPace pace,
      Runnable onChange) {
    this.spec = spec;
    this.sequence = sequence;
    this.trust = trust;
    this.pace = pace;
    this.onChange = onChange;
    this.reading = failed(Failure.NOT_YET_READ, "it has not been read yet");
    this.loop = network.vertx().getOrCreateContext();
    loop.runOnContext(start -> ask());
  }

  @Override
  public SourceReading reading() {
    return reading;
  }

  private void ask() {
    if (closed) {
      return;
    }
    // Whatever is thrown on the way ends as a reading, so that there is always a next time.
    Future.future(this::prepare)
        .compose(request -> request.send(spec.url(), tag))
        .map(this::judge)
        .otherwise(this::failed)
        .onSuccess(this::conclude);
  }

  private void prepare(Promise<EndpointRequest> request) {
    Optional<String> refusal = trust.network().rule().refusalOfHost(spec.url().getHost());
    try {
      if (refusal.isPresent()) {
        throw new EndpointRequest.Refusal(Failure.ADDRESS_REFUSED, "its " + refusal.get());
      }
      request.complete(trust.request(spec.profile()));
    } catch (EndpointRequest.Refusal e) {
      request.fail(e);
    }
  }

  private SourceReading judge(EndpointRequest.Answer answer) {
    if (!(answer instanceof EndpointRequest.Answer.Document document)) {
      // Only who was told a tag is asked with it; what else says so is confused.
      return accepted
          .<SourceReading>map(read -> read)
          .orElseGet(() -> failed(Failure.MALFORMED, "it answered 304 to a first question"));
    }
    SpiffeBundleOutcome outcome = READER.read(document.text());
    if (outcome instanceof SpiffeBundleOutcome.Rejected rejected) {
      return failed(Failure.MALFORMED, rejected.message());
    }
    SpiffeBundle bundle = ((SpiffeBundleOutcome.Parsed) outcome).bundle();
    if (bundle.anchors().isEmpty()) {
      return failed(Failure.EMPTY, "the document has no X.509 authority");
    }
    if (sequence.isPresent()
        && bundle.sequence().isPresent()
        && bundle.sequence().getAsLong() < sequence.getAsLong()) {
      return failed(
          Failure.SEQUENCE_WENT_BACK,
          ("spiffe_sequence went back from %d to %d; an old document is not taken. If the endpoint"
                  + " was set up anew, name it by another URL, such as one with its port")
              .formatted(sequence.getAsLong(), bundle.sequence().getAsLong()));
    }
    hint = bundle.refreshHint();
    tag = document.tag();
    if (bundle.sequence().isPresent()) {
      sequence = bundle.sequence();
    }
    Read read = new Read(bundle.anchors(), sequence);
    accepted = Optional.of(read);
    return read;
  }

  private void conclude(SourceReading now) {
    if (closed) {
      return;
    }
    SourceReading before = reading;
    reading = now;
    double chance = ThreadLocalRandom.current().nextDouble();
    Duration pause;
    if (now instanceof Read) {
      failures = 0;
      pause = pace.afterSuccess(hint, chance);
    } else {
      failures++;
      pause = pace.afterFailure(hint, failures, chance);
    }
    var unused = loop.owner().setTimer(Math.max(1, pause.toMillis()), due -> ask());
    if (!now.equals(before)) {
      onChange.run();
    }
  }

  private SourceReading failed(Throwable cause) {
    return cause instanceof EndpointRequest.Refusal refusal
        ? failed(refusal.failure(), refusal.getMessage())
        : failed(Failure.UNREACHABLE, Causes.describeRoot(cause));
  }

  private Failed failed(Failure failure, String what) {
    return new Failed(failure, spec.describe() + ": " + what);
  }

  @Override
  public void close() {
    closed = true;
  }
}
