package dev.rootbridge.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

final class DomainFileConverter implements ITypeConverter<DomainFile> {

  @Override
  public DomainFile convert(String value) {
    int equals = value.indexOf('=');
    if (equals < 0 || equals == value.length() - 1) {
      throw new TypeConversionException(
          "a trust domain and a file are needed, as in cluster-b.example=b-root.pem");
    }
    return new DomainFile(
        new TrustDomainConverter().convert(value.substring(0, equals)),
        Path.of(value.substring(equals + 1)));
  }
}
