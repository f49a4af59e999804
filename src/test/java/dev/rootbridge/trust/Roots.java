package dev.rootbridge.trust;

import java.util.List;
import java.util.stream.IntStream;

/** A pool of roots for properties to choose from; minting one for each try would take too long. */
final class Roots {

  static final List<Anchor> POOL =
      IntStream.range(0, 8).mapToObj(i -> TestCertificate.root("CN=Root " + i).anchor()).toList();

  private Roots() {}
}
