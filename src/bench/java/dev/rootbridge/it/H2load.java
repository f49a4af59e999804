package dev.rootbridge.it;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * nghttp2's load generator: posts one body over TLS and HTTP/2, as fast as answers come, on few
 * connections with many streams, as API servers do.
 *
 * @param body the file to post, as JSON
 */
record H2load(Path body) {

  private static final Pattern RATE = Pattern.compile("finished in [^,]+, ([0-9.]+) req/s");
  private static final Pattern STATUS =
      Pattern.compile("status codes: (\\d+) 2xx, 0 3xx, 0 4xx, 0 5xx");
  private static final Pattern FAILED =
      Pattern.compile("(\\d+) failed, (\\d+) errored, (\\d+) timeout");
  private static final int CONNECTIONS = 4;
  private static final int STREAMS = 8;
  private static final int WARM_UP_RATE = 2000;

  /**
   * Posts for so long.
   *
   * @return answers a second
   * @throws AssertionError if any answer is no 2xx
   */
  double answersPerSecond(URI target, Duration duration) {
    return post(target, duration, List.of());
  }

  /**
   * Posts for so long at a pace that leaves the server's compiler some of the processors: at full
   * load it gets so little of them that it is busy for minutes.
   */
  void warmUp(URI target, Duration duration) {
    post(target, duration, List.of("--rps=" + WARM_UP_RATE / CONNECTIONS));
  }

  private double post(URI target, Duration duration, List<String> pace) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "h2load",
                "--clients=" + CONNECTIONS,
                "--max-concurrent-streams=" + STREAMS,
                "--duration=" + duration.toSeconds(),
                "--header=content-type: application/json",
                "--data=" + body));
    command.addAll(pace);
    command.add(target.toString());
    String output = Command.of(command.toArray(String[]::new)).succeed();
    Matcher rate = RATE.matcher(output);
    Matcher status = STATUS.matcher(output);
    Matcher failed = FAILED.matcher(output);
    boolean allAnswered =
        rate.find()
            && status.find()
            && !status.group(1).equals("0")
            && failed.find()
            && failed.group().equals("0 failed, 0 errored, 0 timeout");
    if (!allAnswered) {
      throw new AssertionError("h2load got something else than good answers:\n" + output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
