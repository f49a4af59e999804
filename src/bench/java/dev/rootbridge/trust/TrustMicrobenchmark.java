package dev.rootbridge.trust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** From the PEM of sources to the proxies' file, and what a hostile source can cost. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrustMicrobenchmark {

  private static final int DOMAINS = 20;
  private static final int ROOTS_PER_DOMAIN = 4;

  /** Twenty trust domains in the middle of rotations: half of the roots RSA, half P-256. */
  @State(Scope.Benchmark)
  public static class Sources {

    final Map<TrustDomain, String> pemByDomain = new LinkedHashMap<>();
    TrustBundle local;

    @Setup
    public void mint() {
      local =
          new TrustBundle(
              TrustDomain.parse("cluster-a.example"),
              List.of(TestCertificate.root("O=Istio,CN=Root CA").anchor()));
      for (int domain = 0; domain < DOMAINS; domain++) {
        StringBuilder pem = new StringBuilder();
        for (int root = 0; root < ROOTS_PER_DOMAIN; root++) {
          TestKey key = root % 2 == 0 ? TestKey.RSA2048 : TestKey.P256;
          pem.append(TestCertificate.ca("O=Istio,CN=Root CA " + root).key(key).mint().pem());
        }
        pemByDomain.put(TrustDomain.parse("cluster-" + domain + ".example"), pem.toString());
      }
    }
  }

  /** One hostile source. */
  @State(Scope.Benchmark)
  public static class Source {

    @Param public Junk junk;
    String text;

    @Setup
    public void write() {
      text = junk.text();
    }
  }

  @Benchmark
  public RenderedBundle parseLintConstrainAndRender(Sources sources) {
    List<FederatedBundle> federated = new ArrayList<>();
    sources.pemByDomain.forEach(
        (domain, pem) -> {
          PemOutcome outcome = PemCertificates.parse(pem, PemLimits.DEFAULTS);
          List<Anchor> anchors = ((PemOutcome.Certificates) outcome).anchors();
          federated.add(new FederatedBundle(new TrustBundle(domain, anchors), Constraint.DEFAULT));
        });
    Federation federation = Federation.compose(sources.local, federated, TestCertificate.NOW);
    if (!federation.conflicts().isEmpty()) {
      throw new IllegalStateException(federation.conflicts().toString());
    }
    return RenderedBundle.render(federation, federation.domains().keySet());
  }

  @Benchmark
  public PemOutcome.Rejected refuse(Source source) {
    return (PemOutcome.Rejected) PemCertificates.parse(source.text, PemLimits.DEFAULTS);
  }
}
