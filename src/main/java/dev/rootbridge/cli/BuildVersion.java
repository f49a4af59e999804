package dev.rootbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
public final class BuildVersion implements IVersionProvider {

  private static final String FILE = "/rootbridge-version.properties";

  /** The version, such as {@code 0.1.0}. */
  public static String text() {
    try (InputStream file = BuildVersion.class.getResourceAsStream(FILE)) {
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("the jar's own " + FILE + " can't be read", e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }
}
