package dev.rootbridge.kube;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/** What an answer says of when to come back ({@code Retry-After}; RFC 9110, 10.2.3). */
final class RetryAfter {

  /**
   * An API server that has too much to do says so by one of these. Another code is about the one
   * object: with it, an admission webhook of a single namespace could silence all writes, for the
   * API server hands on its {@code retryAfterSeconds}.
   */
  private static final Set<Integer> BUSY = Set.of(429, 503);

  /** Whoever says more may be hostile; who means it says it again. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private RetryAfter() {}

  /**
   * How long to leave the whole server alone.
   *
   * @param code the status code of the answer
   * @param header null where there is none
   * @return at most a minute; empty if the answer asks for nothing
   */
  static Optional<Duration> of(int code, String header) {
    return header == null || !BUSY.contains(code) ? Optional.empty() : parse(header);
  }

  private static Optional<Duration> parse(String header) {
    if (header.matches("[0-9]{1,9}")) {
      return Optional.of(bounded(Duration.ofSeconds(Integer.parseInt(header))));
    }
    try {
      Instant end = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(Instant.now(), end)));
    } catch (DateTimeException notDate) {
      // Neither form: as if it weren't there.
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration asked) {
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
