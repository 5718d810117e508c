package dev.crossfade.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The mapping file as a person edits it: rewritten beside, then moved into place, so that nobody ever reads half of it. */
final class MappingFile {
  private final Path path;
  private final Map<String, List<String>> was = new HashMap<>();

  MappingFile(Path path) throws IOException {
    this.path = path;
    write("version: 1\nmigrations: {}\n");
  }

  Path path() {
    return path;
  }

  /** Notes what the old columns look like; from the next edit on it stands in the file, for the day when they are gone. */
  void remember(Change change, List<String> wasBlock) {
    was.put(change.name(), wasBlock);
  }

  /** Takes all migrations to a phase. */
  void edit(Step step) throws IOException {
    var yaml = new StringBuilder("version: 1\nmigrations:\n");
    for (var change : Change.ALL) {
      yaml.append("\n  ").append(change.name()).append(":\n");
      yaml.append("    table: ").append(change.table()).append('\n');
      yaml.append("    phase: ").append(step.phase()).append('\n');
      step.reads().ifPresent(share -> yaml.append("    reads: ").append(share).append("%\n"));
      change.entry().forEach(line -> yaml.append("    ").append(line).append('\n'));
      was.getOrDefault(change.name(), List.of())
          .forEach(line -> yaml.append("    ").append(line).append('\n'));
    }
    write(yaml.toString());
  }

  private void write(String yaml) throws IOException {
    var beside = path.resolveSibling(path.getFileName() + ".new");
    Files.writeString(beside, yaml);
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
