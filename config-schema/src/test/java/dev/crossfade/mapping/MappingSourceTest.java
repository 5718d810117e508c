package dev.crossfade.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingSourceTest {
  private static final String EXPECTED =
      ", expected a readable mapping file in UTF-8 of at most 4 MiB";

  @TempDir
  Path folder;

  @Test
  void readsAFileThroughALinkAndWithoutItsByteOrderMark() throws Exception {
    Path file = Files.writeString(folder.resolve("v1.yaml"), "\uFEFFversion: 1 # größer\n");
    Path link = Files.createSymbolicLink(folder.resolve("crossfade.yaml"), file);
    assertEquals(
        new MappingSource(link.toString(), "version: 1 # größer\n"), MappingSource.of(link));
  }

  @Test
  void refusesWhatItCannotRead() throws Exception {
    refused(folder.resolve("none.yaml"), "no file");
    refused(folder, "a directory");
    refused(
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone")), "no file");
    refused(
        Files.write(folder.resolve("latin1"), "größer".getBytes(StandardCharsets.ISO_8859_1)),
        "bytes that are not UTF-8");
  }

  @Test
  void boundsTheSize() throws Exception {
    byte[] largest = new byte[MappingSource.MAX_BYTES];
    Arrays.fill(largest, (byte) '#');
    assertEquals(
        largest.length,
        MappingSource.of(Files.write(folder.resolve("largest"), largest)).text().length());
    refused(
        Files.write(folder.resolve("larger"), Arrays.copyOf(largest, largest.length + 1)),
        "more than 4 MiB");
  }

  @Test
  void readsAResource() throws Exception {
    ClassLoader loader = MappingSourceTest.class.getClassLoader();
    assertEquals(Optional.empty(), MappingSource.ofResource(loader, "none.yaml"));
    MappingSource found =
        MappingSource.ofResource(loader, "valid/empty-migrations.yaml").orElseThrow();
    assertEquals("classpath:valid/empty-migrations.yaml", found.name());
    assertTrue(found.text().contains("version: 1"));
  }

  private static void refused(Path file, String found) {
    MappingException refused = assertThrows(MappingException.class, () -> MappingSource.of(file));
    assertEquals(file + ":1:1: found " + found + EXPECTED, refused.getMessage());
    assertEquals("XF002", refused.getSQLState());
  }
}
