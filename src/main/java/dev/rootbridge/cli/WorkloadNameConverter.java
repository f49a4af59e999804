package dev.rootbridge.cli;

import dev.rootbridge.kube.WorkloadName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a workload from the command line. */
final class WorkloadNameConverter implements ITypeConverter<WorkloadName> {

  @Override
  public WorkloadName convert(String text) {
    try {
      return WorkloadName.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "': " + e.getMessage());
    }
  }
}
