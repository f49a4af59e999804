package dev.rootbridge.webhook;

import dev.rootbridge.bench.RealSizeReview;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.inject.InjectionRequest;
import dev.rootbridge.inject.InjectorVersion;
import dev.rootbridge.inject.TrustDirectory;
import dev.rootbridge.kube.KnownNamespaces;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One review from the bytes of the request to those of the answer, and its parts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReviewMicrobenchmark {

  private static final String NAMESPACE = "shop";

  @Param({"1", "5000"})
  public int namespaces;

  private final Injection injection = new Injection(new InjectorVersion("0.1.0"));
  private TrustDirectory directory;
  private byte[] body;
  private AdmissionRequest request;

  @Setup
  public void setUp() {
    directory = KnownNamespaces.of(namespaces, NAMESPACE);
    body = RealSizeReview.in(NAMESPACE);
    request = read();
    if (decide(request).patch().isEmpty()) {
      throw new IllegalStateException("the pod isn't patched: " + decide(request));
    }
  }

  @Benchmark
  public byte[] parseDecideAndAnswer() {
    AdmissionRequest parsed = read();
    return AdmissionAnswer.bytes(AdmissionAnswer.of(parsed.uid(), decide(parsed)));
  }

  @Benchmark
  public AdmissionRequest parse() {
    return read();
  }

  @Benchmark
  public InjectionDecision decide() {
    return decide(request);
  }

  private AdmissionRequest read() {
    return ((AdmissionReviewReader.Outcome.Review) AdmissionReviewReader.read(body)).request();
  }

  private InjectionDecision decide(AdmissionRequest about) {
    return injection.decide(
        new InjectionRequest(about.object(), about.namespace()), directory.find(about.namespace()));
  }
}
