package dev.crossfade.driver.session;

import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.MappingSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Optional;

/**
 * Where a mapping is read from.
 *
 * @param path the file; absent for a class-path resource, which is not watched
 */
record MappingFile(String name, Optional<Path> path, ClassLoader loader) {
  private static final String DEFAULT_NAME = "crossfade.yaml";
  private static final String PROPERTY = "crossfade.config";
  private static final String VARIABLE = "CROSSFADE_CONFIG";

  /**
   * Finds the file: URL parameter, system property, environment, working directory, class path.
   *
   * @throws SQLException XF002 with the five places, if there is none
   */
  static MappingFile find(Optional<String> configuration) throws SQLException {
    Optional<String> named = configuration
        .or(() -> Optional.ofNullable(System.getProperty(PROPERTY)))
        .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
        .filter(name -> !name.isBlank());
    ClassLoader loader = classLoader();
    if (named.isPresent()) {
      return of(Path.of(named.get()), loader);
    }
    Path inWorkingDirectory = Path.of(DEFAULT_NAME);
    if (Files.exists(inWorkingDirectory)) {
      return of(inWorkingDirectory, loader);
    }
    if (loader.getResource(DEFAULT_NAME) != null) {
      return new MappingFile("classpath:" + DEFAULT_NAME, Optional.empty(), loader);
    }
    throw new SQLNonTransientException(
        "No mapping file. Crossfade looks for it in five places, in this order: the URL parameter or connection property crossfade.config, the system property"
            + " crossfade.config, the environment variable CROSSFADE_CONFIG, crossfade.yaml in the working directory ("
            + inWorkingDirectory.toAbsolutePath()
            + "), crossfade.yaml on the class path. Name a file in one of them, or open the connection with crossfade.enabled=false.",
        MappingException.SQL_STATE);
  }

  private static MappingFile of(Path path, ClassLoader loader) {
    // Not toRealPath: where a symbolic link leads may change, and that is a reload.
    Path absolute = path.toAbsolutePath().normalize();
    return new MappingFile(absolute.toString(), Optional.of(absolute), loader);
  }

  private static ClassLoader classLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : MappingFile.class.getClassLoader();
  }

  /**
   * Reads the text as it is now.
   *
   * @throws MappingException if it can't be read
   */
  MappingSource read() throws MappingException {
    if (path.isPresent()) {
      return MappingSource.of(path.get());
    }
    Optional<MappingSource> resource = MappingSource.ofResource(loader, DEFAULT_NAME);
    return resource.isPresent() ? resource.get() : MappingSource.of(Path.of(name));
  }
}
