package dev.rootbridge.cli;

import dev.rootbridge.trust.SpiffeId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an identity from the command line, with or without its scheme, as policies write it. */
final class SpiffeIdConverter implements ITypeConverter<SpiffeId> {

  private static final String SCHEME = "spiffe://";

  @Override
  public SpiffeId convert(String text) {
    try {
      return SpiffeId.parse(text.contains("://") ? text : SCHEME + text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no identity such as spiffe://cluster-a.example/ns/shop/sa/web: "
              + e.getMessage());
    }
  }
}
