package dev.rootbridge.bench;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The results of the JMH benchmarks of one class. */
public final class Jmh {

  private final Collection<RunResult> results;

  private Jmh(Collection<RunResult> results) {
    this.results = results;
  }

  /** Runs all of them, each in a process of its own; JMH's own JSON goes beside the report. */
  public static Jmh run(Class<?> benchmarks) {
    Options options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmarks.getName() + "."))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(Report.file("jmh-" + benchmarks.getSimpleName() + ".json").toString())
            .build();
    try {
      return new Jmh(new Runner(options).run());
    } catch (RunnerException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The mean time of one call, in the unit that the benchmark is annotated with. */
  public double score(String method, Map<String, ?> parameters) {
    return find(method, parameters).getPrimaryResult().getScore();
  }

  /** As {@link #score(String, Map)}, with the interval that holds the mean at 99.9 %. */
  public String scoreWithError(String method, Map<String, ?> parameters) {
    var result = find(method, parameters).getPrimaryResult();
    return "%.3f ± %.3f %s"
        .formatted(
            result.getScore(),
            result.getScoreError(),
            result.getScoreUnit().replace("us", "µs").replace("/op", ""));
  }

  /** Bytes that one call allocates. */
  public double allocation(String method, Map<String, ?> parameters) {
    return find(method, parameters).getSecondaryResults().get("gc.alloc.rate.norm").getScore();
  }

  private RunResult find(String method, Map<String, ?> parameters) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
        .filter(
            result ->
                parameters.entrySet().stream()
                    .allMatch(
                        p ->
                            p.getValue()
                                .toString()
                                .equals(result.getParams().getParam(p.getKey()))))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no result of " + method + parameters));
  }
}
