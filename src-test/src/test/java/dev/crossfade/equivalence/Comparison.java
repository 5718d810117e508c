package dev.crossfade.equivalence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The cases of one seed in one shape: the plain side's answers, taken once, against the subject's in each stage. Not thread-safe. */
final class Comparison {
  private static final int PATIENCE_SECONDS = 20;

  /** Whether stages that Crossfade doesn't serve yet are compared too. */
  private static final boolean PENDING = Boolean.getBoolean("equivalence.pending");

  /** What stands where Crossfade does. */
  interface Subject {
    String url(String address, Path mapping);
  }

  private final Seed seed;
  private final boolean newShape;
  private final Subject subject;
  private final Pattern filter;

  private final Predicate<Stage> sample;

  /** Empty for one after another. */
  private final List<Mode> modes;

  private final List<Case> cases;
  private final Server server = Server.shared();
  private final Database plainDatabase;
  private final Map<String, Side.Run> expected = new HashMap<>();
  private Map<String, Map<String, String>> columns = Map.of();

  Comparison(
      Seed seed,
      boolean newShape,
      Subject subject,
      Pattern filter,
      Predicate<Stage> sample,
      List<Mode> modes) {
    this.seed = seed;
    this.newShape = newShape;
    this.subject = subject;
    this.filter = filter;
    this.sample = sample;
    this.modes = modes;
    this.cases = seed.cases().stream()
        .filter(f -> f.startsWith("new/") == newShape)
        .flatMap(f -> seed.cases(f).stream())
        .toList();
    List<String> sql = new ArrayList<>(List.of(seed.oldSql()));
    if (newShape) {
      sql.addAll(seed.completion());
    }
    plainDatabase = new Database(server, "plain_" + identifier(), sql);
  }

  private String identifier() {
    return seed.name().replace('-', '_') + (newShape ? "_new" : "_old");
  }

  String shape() {
    return newShape ? "new" : "old";
  }

  /** The stages in which this shape can be served. */
  List<Stage> stages() {
    return Arrays.stream(Stage.values())
        .filter(s -> !newShape
            || seed.migrations().stream().noneMatch(m -> s.shifted(m.offset()) == Stage.EXPAND))
        .filter(s -> (seed.served(s) || PENDING) && cases.stream().anyMatch(c -> wanted(c, s)))
        .toList();
  }

  /** How many cases run in some stage. */
  long selected() {
    return cases.stream()
        .filter(c -> stages().stream().anyMatch(s -> wanted(c, s)))
        .count();
  }

  private boolean wanted(Case script, Stage stage) {
    return sample.test(stage)
        && script.runsIn(stage)
        && filter.matcher(place(stage) + "/" + script.id()).find();
  }

  private String place(Stage stage) {
    return seed.name() + "/" + stage.label() + "/" + shape();
  }

  private String at(Stage stage) {
    return seed.name() + "/" + stage.label() + (newShape ? "/new" : "");
  }

  /** Runs every case of a stage and adds to the report. */
  List<Report.Failure> run(Stage stage, Report report) throws SQLException {
    prepare();
    Database database = new Database(server, "subject_" + identifier(), subjectSql(stage));
    Path mapping = mapping(stage);
    String url = subject.url(server.address(database.name()), mapping)
        + (newShape ? "&crossfade.shape=new" : "");
    List<Report.Failure> all = new ArrayList<>();
    try (Side side = new Side(
        server,
        database,
        url,
        false,
        () -> database.build(Optional.of(stage), seed, newShape, columns))) {
      for (Case script : cases) {
        if (wanted(script, stage)) {
          List<Report.Failure> failures = new ArrayList<>();
          int refused = 0;
          for (Mode mode : modes(script, stage)) {
            Judged judged = compare(script, mode, stage, side, report);
            failures.addAll(judged.failures());
            refused = Math.max(refused, judged.refused());
          }
          report.add(
              seed.name() + (newShape ? " (new)" : ""), stage.label(), script, failures, refused);
          all.addAll(failures);
        }
      }
    }
    server.drop(database.name());
    return all;
  }

  private List<String> subjectSql(Stage stage) {
    List<String> sql = new ArrayList<>(List.of(seed.oldSql()));
    sql.addAll(seed.expansion(stage));
    return sql;
  }

  private Path mapping(Stage stage) {
    Path file = Path.of("target", "equivalence", seed.name() + "-" + stage.label() + ".yaml")
        .toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, seed.mapping(stage));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Mode> modes(Case script) {
    return (modes.isEmpty() ? List.of(Mode.values()) : modes)
        .stream()
            .filter(m -> m != Mode.STATEMENT || !script.hasParameters())
            .filter(m -> m != Mode.SERVER || !script.repeatsKeys())
            .toList();
  }

  /** By turns, when no modes were asked for: every case meets every mode within three stages, every third one or three on end, at a third of the time. */
  private List<Mode> modes(Case script, Stage stage) {
    List<Mode> all = modes(script);
    int turn = stage.ordinal() + 4 * (stage.ordinal() / 3);
    return modes.isEmpty()
        ? List.of(all.get(Math.floorMod(script.id().hashCode() + turn, all.size())))
        : all;
  }

  /** Takes the plain side's answers. */
  private void prepare() throws SQLException {
    if (!expected.isEmpty()) {
      return;
    }
    String url = "jdbc:" + server.address(plainDatabase.name());
    try (Side side = new Side(
        server,
        plainDatabase,
        url,
        true,
        () -> plainDatabase.build(Optional.empty(), seed, newShape, Map.of()))) {
      columns = plainDatabase.columns();
      for (Case script : cases) {
        if (Arrays.stream(Stage.values()).anyMatch(s -> wanted(script, s))) {
          for (Mode mode : modes(script)) {
            expected.put(script.id() + mode, side.run(script, mode));
          }
        }
      }
    }
    server.drop(plainDatabase.name());
  }

  /** What the plain side answered, for a look at the cases themselves. */
  Map<String, Side.Run> expected() throws SQLException {
    prepare();
    return expected;
  }

  List<Case> cases() {
    return cases;
  }

  /**
   * What became of a case.
   *
   * @param refused how many statements were not compared, since the first of them was refused
   */
  private record Judged(List<Report.Failure> failures, int refused) {}

  private Judged compare(Case script, Mode mode, Stage stage, Side side, Report report)
      throws SQLException {
    Side.Run want = expected.get(script.id() + mode);
    Side.Run got;
    try {
      got = patiently(script, mode, side);
    } catch (SQLException | RuntimeException e) {
      return new Judged(
          List.of(new Report.Failure(
              place(stage), mode, script.id(), text(script), List.of("case broke: " + e))),
          0);
    }
    List<Report.Failure> failures = new ArrayList<>();
    int all = script.statements().size();
    int judged = seed.refusals() > 0 ? firstRefused(script, got, stage, report) : all;
    for (int i = 0; i < judged; i++) {
      Case.Statement statement = script.statements().get(i);
      List<String> differences =
          differences(want.answers().get(i), got.answers().get(i), statement, at(stage));
      if (!differences.isEmpty()) {
        failures.add(new Report.Failure(
            place(stage), mode, script.id() + "#" + (i + 1), statement.shown(), differences));
      }
    }
    List<String> after = new ArrayList<>();
    if (!got.drift().isEmpty()) {
      after.add("drift: " + got.drift());
    }
    boolean sameWrites = judged == all
        && script.statements().stream()
            .allMatch(s -> s.plainSql().isPresent() || s.answersWith(at(stage)).isEmpty());
    if (sameWrites && !want.contents().equals(got.contents())) {
      after.add("contents: " + lines("expected", want.contents(), got.contents())
          + lines("got", got.contents(), want.contents()));
    }
    if (!after.isEmpty()) {
      failures.add(
          new Report.Failure(place(stage), mode, script.id() + " afterwards", text(script), after));
    }
    return new Judged(failures, all - judged);
  }

  /** The first statement that was refused without a word in the case, or how many there are. */
  private int firstRefused(Case script, Side.Run got, Stage stage, Report report) {
    int i = 0;
    for (Case.Statement statement : script.statements()) {
      if (statement.answersWith(at(stage)).isEmpty()
          && got.answers().get(i).stream().anyMatch(a -> a.state().equals("XF001"))) {
        report.refused(seed.name() + " " + script.id(), statement.shown(), stage.label());
        return i;
      }
      i++;
    }
    return i;
  }

  private static String text(Case script) {
    return String.join(
        ";\n", script.statements().stream().map(Case.Statement::shown).toList());
  }

  private static List<String> differences(
      List<Answer> want, List<Answer> got, Case.Statement statement, String at) {
    if (want.size() != got.size() && statement.answersWith(at).isEmpty() && !bothFail(want, got)) {
      return List.of("executions: expected " + want + ", got " + got);
    }
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.min(want.size(), got.size()); i++) {
      differences.addAll(want.get(i).differences(got.get(i), statement, at));
    }
    return differences;
  }

  /** A text that fails may do so when it is prepared, once, or at each execution. */
  private static boolean bothFail(List<Answer> want, List<Answer> got) {
    return !want.get(0).state().equals(Answer.SUCCESS)
        && !got.get(0).state().equals(Answer.SUCCESS);
  }

  private static String lines(String what, String some, String others) {
    List<String> known = List.of(others.split("\n"));
    List<String> rest =
        Arrays.stream(some.split("\n")).filter(l -> !known.contains(l)).limit(6).toList();
    return rest.isEmpty()
        ? ""
        : "\n        " + what + " " + String.join("\n        " + what + " ", rest);
  }

  /** A rewriter that never returns must fail its case, not hang the suite. */
  private static Side.Run patiently(Case script, Mode mode, Side side) throws SQLException {
    ExecutorService thread = Executors.newSingleThreadExecutor(r -> {
      Thread t = new Thread(r, "case");
      t.setDaemon(true);
      return t;
    });
    try {
      Future<Side.Run> run = thread.submit(() -> side.run(script, mode));
      return run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      side.abandon(mode);
      throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException s) {
        throw s;
      }
      throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      thread.shutdownNow();
    }
  }
}
