package dev.rootbridge.cli;

import dev.rootbridge.trust.Constraint;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

final class ConstraintModeConverter implements ITypeConverter<Constraint.Mode> {

  @Override
  public Constraint.Mode convert(String value) {
    return switch (value) {
      case "trust-domain" -> Constraint.Mode.TRUST_DOMAIN;
      case "none" -> Constraint.Mode.NONE;
      default -> throw new TypeConversionException("it is trust-domain or none");
    };
  }
}
