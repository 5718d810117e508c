package dev.crossfade.migrator.cli;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.mapping.Migration;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which mapping file, found where the driver finds it: option, URL, system property, environment, working directory. */
public final class MappingOptions {
  private static final String DEFAULT_NAME = "crossfade.yaml";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The mapping file. Default: crossfade.config of the URL, the system property crossfade.config, the environment's CROSSFADE_CONFIG, then ./crossfade.yaml.")
  private @Nullable Path file;

  /**
   * The file's path.
   *
   * @throws CommandException if there is none
   */
  public Path file(DatabaseOptions database) {
    Optional<Path> named = Optional.ofNullable(file)
        .or(() -> database.configuration().map(Path::of))
        .or(() -> Optional.ofNullable(System.getProperty("crossfade.config")).map(Path::of))
        .or(() -> Optional.ofNullable(System.getenv("CROSSFADE_CONFIG"))
            .filter(name -> !name.isBlank())
            .map(Path::of));
    if (named.isPresent()) {
      return named.get();
    }
    Path here = Path.of(DEFAULT_NAME);
    if (!Files.exists(here)) {
      throw new CommandException(
          ExitStatus.USAGE,
          "No mapping file. Say --config FILE, set CROSSFADE_CONFIG, or be where crossfade.yaml is.");
    }
    return here;
  }

  /**
   * Reads the file.
   *
   * @throws MappingException with every problem in it (XF002)
   */
  public Mapping mapping(DatabaseOptions database) throws MappingException {
    return MappingLoader.load(source(database), new SqlExpressionSyntax());
  }

  /**
   * The file's text.
   *
   * @throws MappingException if it can't be read (XF002)
   */
  public MappingSource source(DatabaseOptions database) throws MappingException {
    return MappingSource.of(file(database));
  }

  /**
   * The migrations of these names, all of the file if none is named.
   *
   * @throws CommandException if the file has none of a name
   */
  public static List<Migration> select(Mapping mapping, List<String> names) {
    if (names.isEmpty()) {
      return mapping.migrations();
    }
    List<Migration> selected = new ArrayList<>();
    for (String name : names) {
      selected.add(mapping.migrations().stream()
          .filter(migration -> migration.name().equals(name))
          .findFirst()
          .orElseThrow(() -> new CommandException(
              ExitStatus.USAGE,
              "There is no migration `" + name + "` in the mapping file; it has "
                  + mapping.migrations().stream()
                      .map(migration -> "`" + migration.name() + "`")
                      .collect(Collectors.joining(", "))
                  + ".")));
    }
    return selected;
  }
}
