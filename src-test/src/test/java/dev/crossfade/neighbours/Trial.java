package dev.crossfade.neighbours;

import dev.crossfade.equivalence.Playground;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One migration's databases, one for each state of the rows, and a plain one that says what is right. Not thread-safe. */
final class Trial implements AutoCloseable {
  private final Subject subject;
  private final Playground plain;
  private final Connection model;
  private final Map<String, Playground> grounds = new HashMap<>();
  private final Map<String, Connection> connections = new HashMap<>();

  Trial(Subject subject) throws SQLException {
    this.subject = subject;
    this.plain = Playground.plain(subject.seed(), "neighbours_" + subject.database());
    this.model = plain.open();
  }

  /**
   * What goes wrong first when the applications take these steps by turns; empty if nothing does.
   *
   * @param drift whether a drifted row is wrong by itself, before anybody reads it wrongly
   */
  Optional<String> run(Pair pair, List<Step> steps, boolean drift) throws SQLException {
    String state = pair.has("contract") ? "loose" : pair.rows();
    Playground ground = ground(state);
    Connection admin = connection(state, "admin", ground.url());
    Connection first = connection(ground, state, pair.first());
    // Two of one kind are two instances all the same.
    Connection second = pair.first().equals(pair.second())
        ? connection(ground, state + " again", pair.second())
        : connection(ground, state, pair.second());
    try {
      for (Step step : steps) {
        Optional<String> wrong = take(
            step,
            pair,
            step.second() ? second : first,
            List.of(first, second),
            drift ? Optional.of(admin) : Optional.empty());
        if (wrong.isPresent()) {
          return wrong;
        }
      }
      return Optional.empty();
    } finally {
      ground.restore(admin);
      plain.restore(model);
    }
  }

  private Optional<String> take(
      Step step, Pair pair, Connection writer, List<Connection> readers, Optional<Connection> admin)
      throws SQLException {
    String want = answer(model, subject.write(step, false));
    String got = answer(
        writer, subject.write(step, (step.second() ? pair.second() : pair.first()).newShape()));
    if (!want.equals(got)) {
      return Optional.of("the write answers " + got + " instead of " + want);
    }
    boolean contract = pair.has("contract");
    if (!contract
        && admin.isPresent()
        && !answer(
                admin.get(),
                "SELECT " + subject.key() + " FROM " + subject.table() + " WHERE "
                    + subject.drifted())
            .equals("[]")) {
      return Optional.of("the row drifts");
    }
    List<Party> parties = List.of(pair.first(), pair.second());
    for (int i = 0; i < 2; i++) {
      Party party = parties.get(i);
      String rows = answer(
          model,
          party.newShape()
              ? "SELECT " + subject.key() + ", " + subject.forward() + " FROM " + subject.table()
                  + " ORDER BY " + subject.key()
              : subject.read(false));
      String shown = answer(readers.get(i), subject.read(party.newShape()));
      if (!rows.equals(shown)) {
        return Optional.of(party + " then shows " + difference(shown, rows));
      }
      String ids = answer(model, subject.seek(false, step.value()));
      String found = answer(readers.get(i), subject.seek(party.newShape(), step.value()));
      if (!ids.equals(found)) {
        return Optional.of(party + " then finds " + found + " by the value, not " + ids);
      }
    }
    return Optional.empty();
  }

  private static String difference(String shown, String rows) {
    List<String> have = List.of(shown.split("(?<=\\]), "));
    List<String> want = List.of(rows.split("(?<=\\]), "));
    for (int i = 0; i < have.size(); i++) {
      if (i >= want.size() || !have.get(i).equals(want.get(i))) {
        return have.get(i).replaceAll("^\\[+|\\]+$", "") + " instead of "
            + (i < want.size() ? want.get(i).replaceAll("^\\[+|\\]+$", "") : "nothing");
      }
    }
    return "fewer rows";
  }

  private static String answer(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return statement.getUpdateCount() + " rows";
      }
      List<List<String>> rows = new ArrayList<>();
      try (ResultSet result = statement.getResultSet()) {
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(result.getString(i));
          }
          rows.add(row);
        }
      }
      return rows.toString();
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private Playground ground(String state) throws SQLException {
    Playground known = grounds.get(state);
    if (known == null) {
      String stage = Map.of("none", "expand", "half", "dual-write-half")
          .getOrDefault(state, "dual-write-filled");
      String name = "neighbours_" + subject.database() + "_" + state;
      known = subject.others().isEmpty()
          ? Playground.staged(plain, name, stage)
          : Playground.staged(plain, name, stage, subject.others());
      grounds.put(state, known);
      if (state.equals("loose")) {
        try (Connection admin = known.open();
            Statement statement = admin.createStatement()) {
          statement.execute(subject.loosen());
        }
      }
    }
    return known;
  }

  private Connection connection(Playground ground, String state, Party party) throws SQLException {
    Path mapping = subject.others().isEmpty()
        ? ground.mapping(party.stage())
        : ground.mapping(party.stage(), subject.others());
    return connection(
        state,
        party.toString(),
        ground.crossfadeUrl(mapping) + "&crossfade.witness=false&crossfade.shape="
            + (party.newShape() ? "new" : "old"));
  }

  private Connection connection(String state, String name, String url) throws SQLException {
    String key = state + " " + name;
    Connection known = connections.get(key);
    if (known == null) {
      known = DriverManager.getConnection(url);
      connections.put(key, known);
    }
    return known;
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections.values()) {
      connection.close();
    }
    for (Playground ground : grounds.values()) {
      ground.close();
    }
    model.close();
    plain.close();
  }
}
