package dev.crossfade.equivalence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A seed's database for tests that bring steps of their own: with the old schema alone, or taken to a stage. Not thread-safe. */
public final class Playground implements AutoCloseable {
  private final Server server = Server.shared();
  private final Seed seed;
  private final Database database;
  private final Optional<Stage> stage;

  private Playground(Seed seed, Optional<Stage> stage, String name, List<String> sql) {
    this.seed = seed;
    this.stage = stage;
    this.database = new Database(server, name, sql);
  }

  /** The old schema with its rows, as plain pgjdbc meets it. */
  public static Playground plain(String seed, String name) throws SQLException {
    Seed found = seed(seed);
    Playground playground = new Playground(found, Optional.empty(), name, List.of(found.oldSql()));
    playground.database.build(Optional.empty(), found, false, Map.of());
    return playground;
  }

  /** The same schema and rows in a stage, by its label: {@code dual-write-half}. */
  public static Playground staged(Playground plain, String name, String stage) throws SQLException {
    return staged(plain, plain.seed, name, stage(stage));
  }

  /** The same with all migrations but the first in a stage of their own. */
  public static Playground staged(Playground plain, String name, String stage, String others)
      throws SQLException {
    Stage at = stage(stage);
    return staged(plain, plain.seed.beside(at, stage(others)), name, at);
  }

  private static Playground staged(Playground plain, Seed seed, String name, Stage at)
      throws SQLException {
    List<String> sql = new ArrayList<>(List.of(seed.oldSql()));
    sql.addAll(seed.expansion(at));
    Playground playground = new Playground(seed, Optional.of(at), name, sql);
    playground.database.build(playground.stage, seed, false, plain.database.columns());
    return playground;
  }

  private static Seed seed(String name) {
    return Seed.all().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  private static Stage stage(String label) {
    return Arrays.stream(Stage.values())
        .filter(s -> s.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label));
  }

  /** What {@code ${name}} stands for. */
  public Map<String, String> variables() {
    return seed.variables();
  }

  /** The database's name. */
  public String name() {
    return database.name();
  }

  /** The URL for plain pgjdbc. */
  public String url() {
    return "jdbc:" + server.address(database.name());
  }

  /** The URL for Crossfade with a mapping file. */
  public String crossfadeUrl(Path mapping) {
    return "jdbc:crossfade:" + server.address(database.name()) + "&crossfade.config=" + mapping;
  }

  /** The mapping file that goes with a stage. */
  public Path mapping(String stageLabel) {
    return mapping(seed, stageLabel);
  }

  /** The same with all migrations but the first in a stage of their own. */
  public Path mapping(String stageLabel, String others) {
    return mapping(seed.beside(stage(stageLabel), stage(others)), stageLabel);
  }

  private Path mapping(Seed shown, String stageLabel) {
    Path file = Path.of("target", "playground", database.name() + "-" + stageLabel + ".yaml")
        .toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, shown.mapping(stage(stageLabel)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Connection open() throws SQLException {
    return server.open(database.name());
  }

  /** The rows that drifted since the database was built or restored; empty where all is well. */
  public String drift(Connection connection) throws SQLException {
    return ask(connection, "SELECT oracle.drift()");
  }

  /** All rows, as an application of the old shape sees them. */
  public String contents(Connection connection) throws SQLException {
    return ask(connection, "SELECT oracle.contents()");
  }

  /** Puts back the rows and the sequences of the beginning. */
  public void restore(Connection connection) throws SQLException {
    ask(connection, "SELECT oracle.restore()");
    ask(connection, "SELECT oracle.sequences()");
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return Optional.ofNullable(result.getString(1)).orElse("");
    }
  }

  @Override
  public void close() throws SQLException {
    server.drop(database.name());
  }
}
