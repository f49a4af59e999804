package dev.rootbridge.cli;

import dev.rootbridge.trust.TrustDomain;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a trust domain from the command line. */
final class TrustDomainConverter implements ITypeConverter<TrustDomain> {

  @Override
  public TrustDomain convert(String text) {
    try {
      return TrustDomain.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "': " + e.getMessage());
    }
  }
}
