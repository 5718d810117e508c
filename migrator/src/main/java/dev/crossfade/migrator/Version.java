package dev.crossfade.migrator;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
  private static final String WRITTEN_BY_THE_BUILD =
      "/META-INF/maven/dev.crossfade/crossfade-migrator/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    var properties = new Properties();
    try (var stream = Version.class.getResourceAsStream(WRITTEN_BY_THE_BUILD)) {
      if (stream != null) {
        properties.load(stream);
      }
    }
    return new String[] {
      "crossfade " + properties.getProperty("version", "(not built into a jar)"),
      "JDK " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
          + System.getProperty("os.arch")
    };
  }
}
