package dev.crossfade.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The text of a mapping file and the name that its problems are reported under.
 *
 * @param name the file's path, or {@code classpath:} and the resource's name
 */
public record MappingSource(String name, String text) {
  /** The largest file that is read, in bytes. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /**
   * Reads a file, following symbolic links.
   *
   * @throws MappingException if it is missing, unreadable, larger than {@link #MAX_BYTES} or not UTF-8 (XF002)
   */
  public static MappingSource of(Path file) throws MappingException {
    if (Files.isDirectory(file)) {
      throw refused(file.toString(), "a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    } catch (NoSuchFileException e) {
      throw refused(file.toString(), "no file");
    } catch (AccessDeniedException e) {
      throw refused(file.toString(), "a file that this process may not read");
    } catch (IOException e) {
      throw refused(
          file.toString(), "a file that can't be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /**
   * Reads a class-path resource; empty if there is none.
   *
   * @throws MappingException if it is unreadable, larger than {@link #MAX_BYTES} or not UTF-8 (XF002)
   */
  public static Optional<MappingSource> ofResource(ClassLoader loader, String resource)
      throws MappingException {
    String name = "classpath:" + resource;
    try (InputStream in = loader.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(read(name, in));
    } catch (IOException e) {
      throw refused(name, "a resource that can't be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static MappingSource read(String name, InputStream in)
      throws IOException, MappingException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw refused(name, "more than 4 MiB");
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new MappingSource(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw refused(name, "bytes that are not UTF-8");
    }
  }

  private static MappingException refused(String name, String found) {
    Location start = new Location(name, 1, 1);
    return new MappingException(List.of(new Problem(
        start, found, "a readable mapping file in UTF-8 of at most 4 MiB", Optional.empty())));
  }
}
