package dev.crossfade.driver;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One PostgreSQL for all tests of this JVM. */
final class Server {
  private static final EmbeddedPostgres POSTGRES = start();
  private static final Path NOTHING_MAPPED = nothingMapped();

  private Server() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("max_prepared_transactions", "10")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path nothingMapped() {
    try {
      Path file = Files.createTempFile("crossfade", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, "version: 1\nmigrations: {}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String plainUrl() {
    return POSTGRES.getJdbcUrl("postgres", "postgres");
  }

  /** A URL of ours with a mapping file in which nothing is mapped. */
  static String url() {
    return ours(plainUrl()) + "&crossfade.config=" + NOTHING_MAPPED;
  }

  static String url(Path mapping) {
    return ours(plainUrl()) + "&crossfade.config=" + mapping;
  }

  static String ours(String plain) {
    return plain.replaceFirst("^jdbc:", "jdbc:crossfade:");
  }

  static Connection plain() throws SQLException {
    return DriverManager.getConnection(plainUrl());
  }

  static Connection crossfade() throws SQLException {
    return DriverManager.getConnection(url());
  }

  static int port() {
    return POSTGRES.getPort();
  }
}
