package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that applications put on their class path. */
class ShadedJarIT {
  private static final long MOST_BYTES = 8L * 1024 * 1024;
  private static final Path JAR = Path.of(System.getProperty("crossfade.jar"));
  private static final String VERSION = System.getProperty("crossfade.version");

  /** Finds the driver as an application does, through DriverManager alone. */
  private static final String APPLICATION = """
      import java.sql.*;

      public class Application {
        public static void main(String[] arguments) throws Exception {
          Driver driver = DriverManager.getDriver(arguments[0]);
          System.out.println(driver.getClass().getName() + " " + driver.acceptsURL("jdbc:postgresql:db"));
          try (Connection connection = DriverManager.getConnection(arguments[0])) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO shaded (id, name) VALUES (1, ?)")) {
              insert.setString(1, "someone");
              insert.executeUpdate();
            }
            try (ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM shaded")) {
              rows.next();
              System.out.println(rows.getMetaData().getColumnCount() + " " + rows.getString("name"));
            }
          }
        }
      }
      """;

  private static final String MAPPING = """
      version: 1
      migrations:
        handle:
          table: shaded
          phase: dual-write
          rename: { name: handle }
      """;

  @Test
  void isSmall() throws IOException {
    assertTrue(
        Files.size(JAR) <= MOST_BYTES, () -> JAR + " has " + JAR.toFile().length() + " bytes");
  }

  @Test
  void holdsNoClassOutsideItsOwnPackages() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> classes = jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .toList();
      List<String> foreign =
          classes.stream().filter(name -> !name.startsWith("dev/crossfade/")).toList();
      assertEquals(List.of(), foreign);
      assertTrue(
          classes.stream().anyMatch(name -> name.startsWith("dev/crossfade/shaded/caffeine/")),
          "Caffeine is missing");
      assertTrue(
          classes.stream().anyMatch(name -> name.startsWith("dev/crossfade/shaded/snakeyaml/")),
          "SnakeYAML is missing");
      assertTrue(classes.size() > 300, () -> "only " + classes.size() + " classes");
    }
  }

  @Test
  void registersTheDriverAndNamesItself() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      ZipEntry services = jar.getEntry("META-INF/services/" + Driver.class.getName());
      assertNotNull(services);
      try (InputStream in = jar.getInputStream(services)) {
        assertEquals(
            "dev.crossfade.driver.CrossfadeDriver",
            new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
      }
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertAll(
          () -> assertEquals(VERSION, manifest.getValue("Implementation-Version")),
          () -> assertEquals("dev.crossfade.driver", manifest.getValue("Automatic-Module-Name")),
          () -> assertEquals("dev.crossfade.driver.About", manifest.getValue("Main-Class")));
    }
  }

  @Test
  void printsVersionAndUsage() throws Exception {
    String printed = java("-jar", JAR.toString());
    assertTrue(printed.contains(VERSION), printed);
    assertTrue(printed.contains("jdbc:crossfade:postgresql:"), printed);
  }

  @Test
  void needsNothingButPgjdbc(@TempDir Path directory) throws Exception {
    try (Connection plain = Server.plain();
        Statement statement = plain.createStatement()) {
      statement.execute("CREATE TABLE shaded (id int PRIMARY KEY, name text, handle text)");
    }
    Path source = Files.writeString(directory.resolve("Application.java"), APPLICATION);
    Path mapping = Files.writeString(directory.resolve("mapping.yaml"), MAPPING);
    Path pgjdbc = Path.of(org.postgresql.Driver.class
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .toURI());
    List<String> printed = java(
            "-cp", JAR + File.pathSeparator + pgjdbc, source.toString(), Server.url(mapping))
        .lines()
        .toList();
    assertEquals(List.of("dev.crossfade.driver.CrossfadeDriver false", "2 someone"), printed);
    try (Connection plain = Server.plain();
        Statement statement = plain.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, handle FROM shaded")) {
      assertTrue(rows.next());
      assertEquals("someone", rows.getString(1));
      assertEquals("someone", rows.getString(2));
    }
  }

  private static String java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("crossfade", ".err");
    errors.toFile().deleteOnExit();
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
    assertEquals(0, process.exitValue(), printed + Files.readString(errors));
    return printed;
  }
}
