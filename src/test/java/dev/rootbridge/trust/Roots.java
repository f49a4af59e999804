package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A pool of roots for properties to choose from; minting one for each try would take too long. */
final class Roots {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration DECADES = Duration.ofDays(9_000);
  private static final TestCertificate FIRST = TestCertificate.root("CN=Root 0");

  /** Some can be taken for each other, some have one key, and some are unfit. */
  static final List<Anchor> POOL =
      Stream.of(
              Stream.of(FIRST),
              IntStream.range(1, 6).mapToObj(i -> TestCertificate.root("CN=Root " + i)),
              Stream.generate(() -> TestCertificate.ca("CN=Root 0").withoutKeyIdentifiers().mint())
                  .limit(2),
              renewed(),
              unfit())
          .flatMap(roots -> roots)
          .map(TestCertificate::anchor)
          .toList();

  private Roots() {}

  private static Stream<TestCertificate> renewed() {
    return Stream.of(
        TestCertificate.ca("CN=Root 0").keysOf(FIRST).valid(NOW, NOW.plus(DECADES)).mint(),
        TestCertificate.ca("CN=Root 0 under another name").keysOf(FIRST).mint());
  }

  private static Stream<TestCertificate> unfit() {
    return Stream.of(
        TestCertificate.ca("CN=Weak").key(TestKey.RSA1024).mint(),
        TestCertificate.ca("CN=Expired").valid(NOW.minus(DECADES), NOW.minus(DAY)).mint(),
        TestCertificate.ca("CN=Early").valid(NOW.plus(DAY), NOW.plus(DECADES)).mint(),
        TestCertificate.root("CN=Root").workload("spiffe://cluster-b.example/ns/x/sa/y").mint());
  }
}
