package dev.rootbridge.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as people read them: the date, and how far away it is. */
final class Dates {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Dates() {}

  static String exact(Instant instant) {
    return SECOND.format(instant);
  }

  /** {@code 2036-11-19, in 3650 days}, or that it has expired. */
  static String expiry(Instant notAfter, Instant now) {
    Duration left = Duration.between(now, notAfter);
    return DAY.format(notAfter)
        + (left.isNegative()
            ? ", expired " + length(left.negated()) + " ago"
            : ", in " + length(left));
  }

  /** {@code 2026-11-23 03:16:00 UTC, in 25 hours}, or that it is past. */
  static String due(Instant instant, Instant now) {
    Duration left = Duration.between(now, instant);
    return exact(instant) + (left.isNegative() ? ", which is past" : ", in " + length(left));
  }

  /** Rounded down to days, and below two days to hours, then minutes. */
  private static String length(Duration duration) {
    if (duration.toDays() >= 2) {
      return count(duration.toDays(), "day");
    }
    return duration.toHours() >= 1
        ? count(duration.toHours(), "hour")
        : count(duration.toMinutes(), "minute");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
