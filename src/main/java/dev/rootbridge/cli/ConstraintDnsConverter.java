package dev.rootbridge.cli;

import dev.rootbridge.trust.Constraint;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

final class ConstraintDnsConverter implements ITypeConverter<Constraint.Dns> {

  @Override
  public Constraint.Dns convert(String value) {
    return switch (value) {
      case "allow" -> Constraint.Dns.ALLOW;
      case "forbid" -> Constraint.Dns.FORBID;
      default -> throw new TypeConversionException("it is allow or forbid");
    };
  }
}
