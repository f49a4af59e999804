package dev.rootbridge.trust;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A pool of roots for properties to choose from; minting one for each try would take too long. */
final class Roots {

  /** The last two can be taken for each other and for the first. */
  static final List<Anchor> POOL =
      Stream.concat(
              IntStream.range(0, 6).mapToObj(i -> TestCertificate.ca("CN=Root " + i)),
              Stream.generate(() -> TestCertificate.ca("CN=Root 0").withoutKeyIdentifiers())
                  .limit(2))
          .map(builder -> builder.mint().anchor())
          .toList();

  private Roots() {}
}
