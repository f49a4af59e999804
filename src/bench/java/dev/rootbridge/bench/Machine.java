package dev.rootbridge.bench;

/** What the figures depend on. */
final class Machine {

  private Machine() {}

  static String describe() {
    return "%d cores shared by everything, %s %s, %s %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.vm.name"),
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }
}
