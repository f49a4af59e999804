package dev.rootbridge.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command prints what it found. */
enum OutputFormat {
  TABLE,
  JSON,
  YAML;

  static final class Converter implements ITypeConverter<OutputFormat> {

    @Override
    public OutputFormat convert(String value) {
      return switch (value) {
        case "table" -> TABLE;
        case "json" -> JSON;
        case "yaml" -> YAML;
        default -> throw new TypeConversionException("it is table, json or yaml");
      };
    }
  }
}
