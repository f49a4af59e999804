package dev.rootbridge.cli;

import dev.rootbridge.trust.Fingerprint;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a fingerprint from the command line, as tools print them. */
final class FingerprintConverter implements ITypeConverter<Fingerprint> {

  @Override
  public Fingerprint convert(String text) {
    try {
      return Fingerprint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "': " + e.getMessage());
    }
  }
}
