package dev.crossfade.engine;

import dev.crossfade.equivalence.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.postgresql.core.TransactionState;

/** A pair of databases on which scenarios are run, step by step on both sides, up to the first difference. Not thread-safe. */
final class Duel implements AutoCloseable {
  /** Kinds of step that can change no table. */
  private static final List<String> QUIET =
      List.of("describe", "columns", "read", "shut", "savepoint", "release", "phase");

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final Side plain;
  private final Side subject;
  private final Driver driver;
  private final Reload reload;
  private final Path file;

  Duel(Server server, String name, Driver driver) throws SQLException {
    this.plain = new Side(server, "engine_plain_" + name);
    this.subject = new Side(server, "engine_subject_" + name);
    this.driver = driver;
    this.reload = new Reload(driver.getClass().getClassLoader());
    this.file = Path.of("target", "engine", name + ".yaml").toAbsolutePath().normalize();
  }

  Verdict run(Scenario scenario) throws SQLException {
    plain.build(scenario.plain());
    subject.build(scenario.subject());
    List<Progress> migrations = new ArrayList<>();
    for (Scenario.Migration migration : scenario.migrations()) {
      Progress progress = new Progress(migration, migrations.size());
      progress.start(subject.admin());
      migrations.add(progress);
    }
    write(mapping(migrations));
    return new Bout(scenario, migrations).run();
  }

  private void write(String text) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mapping(List<Progress> migrations) {
    StringBuilder text = new StringBuilder("version: 1\nmigrations:\n");
    migrations.forEach(m -> text.append(m.mapping()));
    return text.toString();
  }

  private Connection open(Scenario scenario, boolean through) throws SQLException {
    String address = (through ? subject : plain).address() + scenario.url();
    Properties none = new Properties();
    Connection connection = through
        ? driver.connect(
            "jdbc:crossfade:" + address + "&crossfade.config=" + file
                + (scenario.newShape() ? "&crossfade.shape=new" : ""),
            none)
        : new org.postgresql.Driver().connect("jdbc:" + address, none);
    return Objects.requireNonNull(connection);
  }

  @Override
  public void close() throws SQLException {
    plain.close();
    subject.close();
  }

  /** One run. */
  private final class Bout {
    private final Scenario scenario;
    private final List<Progress> migrations;
    private final Map<String, List<String>> visible;
    private final List<String> counted;
    private final Map<String, Integer> refused = new TreeMap<>();
    private final Map<String, Integer> states = new TreeMap<>();
    private final Map<String, Integer> covered = new TreeMap<>();
    private final Set<String> handles = new HashSet<>();
    private int statements;
    private int succeeded;
    private boolean unbound;
    private boolean failed;
    private boolean lags;
    private final List<Verdict.Divergence> divergences = new ArrayList<>();

    Bout(Scenario scenario, List<Progress> migrations) throws SQLException {
      this.scenario = scenario;
      this.migrations = migrations;
      this.visible = plain.columns();
      this.counted = plain.sequences();
    }

    Verdict run() throws SQLException {
      plain.define(visible, counted, List.of(), scenario.newShape());
      subject.define(visible, counted, migrations, scenario.newShape());
      Connection through;
      try {
        through = open(scenario, true);
      } catch (SQLException e) {
        note(
            0,
            List.of(new Observation.Difference(
                "open", "a connection", e.getSQLState() + " " + e.getMessage())),
            "");
        return verdict();
      }
      try (Player one = new Player(open(scenario, false));
          Player other = new Player(through)) {
        boolean sound = true;
        for (int i = 0; sound && i < scenario.steps().size(); i++) {
          Step step = scenario.steps().get(i);
          try {
            sound = step.kind().equals("phase") ? move(i, step, other) : step(i, step, one, other);
          } catch (SQLException e) {
            throw new SQLException(
                "at step " + (i + 1) + " " + step.print() + e.getMessage(), e.getSQLState(), e);
          }
        }
      }
      Coverage.of(scenario).forEach(name -> covered.merge(name, 1, Integer::sum));
      return verdict();
    }

    private Verdict verdict() {
      return new Verdict(List.copyOf(divergences), statements, succeeded, refused, states, covered);
    }

    private void note(int step, List<Observation.Difference> differences, String sent) {
      List<String> phases = migrations.stream()
          .map(m -> m.mapping()
              .lines()
              .limit(3)
              .map(String::strip)
              .filter(l -> !l.startsWith("table"))
              .toList()
              .toString())
          .toList();
      divergences.add(new Verdict.Divergence(step, differences, String.join(" ", phases), sent));
    }

    /** Whether both sides can go on from here. */
    private boolean step(int index, Step step, Player one, Player other) throws SQLException {
      TransactionState before = other.state();
      Observation got = other.play(step);
      int executed = step.isSql() ? Math.max(1, step.rows().size()) : 0;
      statements += executed;
      if (executed > 0
          && scenario.migrations().stream().anyMatch(m -> m.target().isPresent())) {
        covered.merge(Coverage.IN + moving(), executed, Integer::sum);
      }
      if (got.isRefused() || got.isLoss() && mayLose()) {
        refused.merge(
            got.message().replaceAll("\\b(column|table|view|relation|migration|of) \\S+", "$1 …"),
            1,
            Integer::sum);
        if (other.state() == TransactionState.OPEN && one.state() == TransactionState.IDLE) {
          // What came before the refusal has begun the transaction.
          begin(one);
        }
        boolean moved = before != other.state()
            && !(before == TransactionState.IDLE && other.state() == TransactionState.OPEN);
        if (moved) {
          note(
              index,
              List.of(new Observation.Difference(
                  "transaction after a refusal",
                  before.toString(),
                  other.state().toString())),
              "");
        }
        return !moved && !step.kind().equals("texts");
      }
      Observation expected = one.play(step);
      succeeded += step.isSql() && expected.succeeded() ? 1 : 0;
      states.merge(expected.get(Observation.STATE), 1, Integer::sum);
      List<Observation.Difference> differences = expected.differences(got);
      if (!differences.isEmpty()) {
        note(index, differences, other.sent(step));
      } else if (expected.succeeded()) {
        cover(step, one);
      }
      if (expected.isOutOfStep()) {
        return false;
      }
      boolean same = expected.get("transaction").equals(got.get("transaction"))
          && one.state() == other.state();
      // What a statement that fails takes from a sequence stays taken after the rollback.
      failed |= one.state() == TransactionState.FAILED || !expected.succeeded();
      if (!same
          || one.state() == TransactionState.FAILED
          || differences.isEmpty() && (QUIET.contains(step.kind()) || step.is("reads"))) {
        return same;
      }
      Side.Look want;
      try {
        want = Side.look(one.state() == TransactionState.IDLE ? plain.admin() : one.connection());
      } catch (SQLException e) {
        // With autosave, a batch that failed halfway can leave pgjdbc itself out of step.
        states.merge("out of step", 1, Integer::sum);
        return false;
      }
      List<Observation.Difference> deep = look(want, other, !failed);
      failed = lags;
      lags = false;
      if (!deep.isEmpty() && differences.isEmpty()) {
        note(index, deep, other.sent(step));
      }
      return deep.isEmpty();
    }

    /** Where the migrations to another table are, and who speaks. */
    private String moving() {
      return migrations.stream()
              .filter(m -> m.migration.target().isPresent())
              .map(m -> m.phase().label())
              .sorted()
              .collect(Collectors.joining(" and "))
          + (scenario.newShape() ? ", new shape" : "");
    }

    private static void begin(Player player) throws SQLException {
      try (Statement s = player.connection().createStatement()) {
        s.execute("SELECT 1");
      }
    }

    /** Whether the application writes a table that columns come to, and with them rows of a table that it doesn't know. */
    private boolean mayLose() {
      return scenario.newShape()
          && scenario.migrations().stream().anyMatch(m -> m.target().isPresent());
    }

    private void cover(Step step, Player one) {
      String handle = step.option("handle", "");
      boolean reused = step.isSql() && !handle.isEmpty() && !handles.add(handle);
      Coverage.Where where = new Coverage.Where(
          scenario.url(), one.state() == TransactionState.OPEN, reused, one.hasOpenCursors());
      Coverage.of(step, where).forEach(name -> covered.merge(name, 1, Integer::sum));
    }

    private List<Observation.Difference> look(Side.Look want, Player other, boolean strict)
        throws SQLException {
      boolean idle = other.state() == TransactionState.IDLE;
      Side.Look got;
      try {
        got = Side.look(idle ? subject.admin() : other.connection());
      } catch (SQLException e) {
        return List.of(
            new Observation.Difference("look", "", e.getSQLState() + " " + e.getMessage()));
      }
      List<Observation.Difference> differences = new ArrayList<>();
      if (!got.drift().isEmpty()) {
        differences.add(new Observation.Difference("drift", "", got.drift()));
      }
      if (!want.contents().equals(got.contents())) {
        differences.add(new Observation.Difference(
            "contents",
            rest(want.contents(), got.contents()),
            rest(got.contents(), want.contents())));
      }
      if (!want.sequences().equals(got.sequences())) {
        if (strict) {
          differences.add(
              new Observation.Difference("sequences", want.sequences(), got.sequences()));
        } else {
          // How many numbers a failing statement takes depends on the order of evaluation, which
          // nobody promises.
          // The application's transaction may hold the sequences.
          lags = !idle;
          if (idle) {
            subject.follow(want.sequences());
          }
        }
      }
      return differences;
    }

    private String rest(String some, String others) {
      List<String> known = List.of(others.split("\n"));
      return String.join(
          "\n",
          Arrays.stream(some.split("\n"))
              .filter(l -> !known.contains(l))
              .limit(8)
              .toList());
    }

    private boolean move(int index, Step step, Player other) throws SQLException {
      Progress moving = migrations.stream()
          .filter(m -> m.migration.name().equals(step.option("migration", "")))
          .findFirst()
          .orElse(null);
      Phase target = Phase.named(step.option("to", "expand"));
      boolean idle = other.state() == TransactionState.IDLE;
      if (moving == null
          || !moving.canMove(target, idle, step.is("backfill"))
          || other.state() == TransactionState.FAILED
          || !idle && unbound
          || scenario.newShape() && moving.wouldLose(subject.admin(), target, migrations)) {
        return true;
      }
      if (idle) {
        settle(other);
      }
      String reads = step.option("reads", "0%");
      moving.before(subject.admin(), target, step.is("backfill"));
      String text = "version: 1\nmigrations:\n"
          + String.join(
              "",
              migrations.stream()
                  .map(m -> m == moving ? m.mapping(target, reads) : m.mapping())
                  .toList());
      write(text);
      if (!reload.now(file, text)) {
        note(
            index,
            List.of(new Observation.Difference("reload", "in force", "refused:\n" + text)),
            "");
        return false;
      }
      if (idle) {
        // Another thread may be at it, and where the catalog couldn't be asked in time it is tried
        // again.
        long start = System.nanoTime();
        do {
          settle(other);
        } while (!reload.isInForce(file) && System.nanoTime() - start < PATIENCE);
        if (!reload.isInForce(file)) {
          note(
              index,
              List.of(new Observation.Difference("reload", "in force", "not bound:\n" + text)),
              "");
          return false;
        }
      }
      unbound = !idle;
      moving.after(subject.admin(), target, reads);
      if (target == Phase.EXPAND && idle) {
        clear();
      }
      covered.merge("step phase", 1, Integer::sum);
      subject.define(visible, counted, migrations, scenario.newShape());
      return true;
    }

    /** What nobody needs any more goes from tables that several migrations fill. */
    private void clear() throws SQLException {
      for (Map.Entry<String, String> table :
          Progress.unwanted(migrations, scenario.newShape()).entrySet()) {
        try (Statement s = subject.admin().createStatement()) {
          s.execute("DELETE FROM " + table.getKey() + " n WHERE" + table.getValue());
        }
      }
    }

    /** A file's new text is bound by the next statement outside a transaction. */
    private void settle(Player other) throws SQLException {
      try (Statement s = other.connection().createStatement()) {
        s.execute("SELECT 1");
      }
      if (!other.connection().getAutoCommit()) {
        other.connection().rollback();
      }
      unbound = false;
    }
  }
}
