package dev.rootbridge.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as kubectl takes it, such as {@code 720h} or {@code 1h30m}. */
final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      if (duration.isNegative() || duration.isZero()) {
        throw new TypeConversionException("'" + text + "' isn't longer than nothing");
      }
      return duration;
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is no duration such as 720h");
    }
  }
}
