package dev.rootbridge.cli;

import dev.rootbridge.trust.TrustDomain;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

final class TrustDomainConverter implements ITypeConverter<TrustDomain> {

  @Override
  public TrustDomain convert(String value) {
    try {
      return TrustDomain.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
