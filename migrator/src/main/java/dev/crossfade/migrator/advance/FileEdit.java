package dev.crossfade.migrator.advance;

import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A mapping file's text before and after an edit. */
final class FileEdit {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path file;
  private final String before;
  private final String after;
  private final Optional<String> problem;

  private FileEdit(Path file, String before, String after, Optional<String> problem) {
    this.file = file;
    this.before = before;
    this.after = after;
    this.problem = problem;
  }

  /**
   * Takes a migration to another stand in the file as it is now.
   *
   * @throws CommandException if the file can't be read or edited
   */
  static FileEdit of(Path file, String migration, Stand stand) {
    String text = read(file);
    String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    PhaseEdit.Edited edited = PhaseEdit.apply(text.substring(mark.length()), migration, stand);
    return new FileEdit(file, text, mark + edited.text(), edited.problem());
  }

  private static String read(Path file) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new CommandException(ExitStatus.USAGE, "The mapping file " + file + " is not UTF-8.");
    } catch (IOException e) {
      throw new CommandException(ExitStatus.USAGE, "The mapping file " + file + " can't be read.");
    }
  }

  /** Whether the file belongs to someone else, such as a ConfigMap's, which is mounted read-only behind a symbolic link. */
  boolean isOutOfReach() {
    return Files.isSymbolicLink(file) || !Files.isWritable(file) || !Files.isWritable(directory());
  }

  private Path directory() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }

  String after() {
    return after;
  }

  /** Why everyone would refuse the edited file; nothing overrules that. */
  Optional<String> problem() {
    return problem;
  }

  /** The lines that go, with a minus, and those that come, with a plus. */
  List<String> lines() {
    List<String> old = before.lines().toList();
    List<String> young = after.lines().toList();
    int head = 0;
    while (head < Math.min(old.size(), young.size()) && old.get(head).equals(young.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(old.size(), young.size()) - head
        && old.get(old.size() - 1 - tail).equals(young.get(young.size() - 1 - tail))) {
      tail++;
    }
    List<String> lines = new ArrayList<>();
    lines.add("@@ " + file + ":" + (head + 1) + " @@");
    old.subList(head, old.size() - tail).forEach(line -> lines.add("-" + line));
    young.subList(head, young.size() - tail).forEach(line -> lines.add("+" + line));
    return lines;
  }

  /**
   * Puts the edited file in the place of the one that was read, in one step: whoever reads it finds the one or the other.
   *
   * @throws CommandException if someone has edited the file in between, or it can't be written
   */
  void write() {
    if (!read(file).equals(before)) {
      throw new CommandException(
          ExitStatus.NO, "The mapping file " + file + " was edited in the meantime. Try again.");
    }
    try {
      Path beside = Files.createTempFile(directory(), "." + file.getFileName(), ".next");
      try {
        keepAttributes(beside);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(after.getBytes(StandardCharsets.UTF_8));
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new CommandException(
          ExitStatus.NO,
          "The mapping file " + file + " can't be written (" + e.getClass().getSimpleName()
              + "). Edit it by hand.");
    }
  }

  private void keepAttributes(Path beside) throws IOException {
    PosixFileAttributeView from = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributeView to = Files.getFileAttributeView(beside, PosixFileAttributeView.class);
    if (from != null && to != null) {
      to.setPermissions(from.readAttributes().permissions());
      to.setOwner(from.getOwner());
      to.setGroup(from.readAttributes().group());
    }
  }
}
