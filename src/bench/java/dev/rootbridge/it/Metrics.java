package dev.rootbridge.it;

/** What a process told Prometheus at one moment. */
record Metrics(String text) {

  static Metrics of(RootbridgeProcess process) {
    return new Metrics(process.metrics());
  }

  /**
   * The sum over all series of a name.
   *
   * @param labels that a series must have, as they are written; empty for any
   */
  double value(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .filter(
            line -> {
              for (String label : labels) {
                if (!line.contains(label)) {
                  return false;
                }
              }
              return true;
            })
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
