package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes up a whole scenario from a seed. Not thread-safe. */
final class Traces {
  private static final List<String> URLS = List.of(
      "",
      "",
      "&prepareThreshold=1",
      "&prepareThreshold=1",
      "&prepareThreshold=-1",
      "&reWriteBatchedInserts=true",
      "&prepareThreshold=0",
      "&autosave=always",
      "&preferQueryMode=simple",
      "&defaultRowFetchSize=2",
      "&stringtype=unspecified");

  /** In how many of the scenarios in which columns go to another table those of several migrations do. */
  private static final int SHARED_PERCENT = Integer.getInteger("equivalence.moves.shared", 25);

  /** In how many of the scenarios in which columns go to another table the application is of the new shape. */
  private static final int NEW_PERCENT = Integer.getInteger("equivalence.moves.new", 22);

  private final String seed;
  private final Dice dice;
  private final World world;
  private final boolean newShape;
  private final Map<String, Phase> phases;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Reuse> prepared = new LinkedHashMap<>();
  private final List<String> cursors = new ArrayList<>();
  private final List<String> savepoints = new ArrayList<>();
  private boolean transaction;
  private int names;

  /** A prepared statement that may be executed again. */
  private record Reuse(Pen pen, String marked, Step step) {}

  private Traces(long number, boolean moves) {
    this.seed = String.valueOf(number);
    this.dice = new Dice(number);
    this.newShape = dice.chance(moves ? NEW_PERCENT : 22);
    // From dice of its own, so that the others give what they gave.
    boolean shares = moves && new Dice(~number).chance(SHARED_PERCENT);
    this.world = new World(dice, newShape, moves, shares, new Dice(~number * 31));
    this.phases = new HashMap<>(world.phases());
  }

  static Scenario of(long seed) {
    return of(seed, Engine.LENGTH);
  }

  static Scenario of(long seed, int length) {
    return of(new Traces(seed, false), length);
  }

  /** A scenario in which columns go to another table. */
  static Scenario moving(long seed) {
    return of(new Traces(seed, true), Engine.LENGTH);
  }

  private static Scenario of(Traces traces, int length) {
    while (traces.steps.size() < length) {
      traces.step();
    }
    traces.end();
    String url = traces.dice.pick(URLS);
    // There 42.7.14 mixes up the results of several statements: of three SELECTs it gives the
    // third's
    // columns for the first.
    List<Step> steps = url.equals("&prepareThreshold=-1")
        ? traces.steps.stream().filter(step -> !step.is("several")).toList()
        : traces.steps;
    return traces.world.scenario(traces.seed, url, steps);
  }

  private String next(String prefix) {
    return prefix + ++names;
  }

  private void step() {
    int roll = dice.below(100);
    if (roll < 6) {
      move();
    } else if (roll < 17) {
      transaction();
    } else if (roll < 45) {
      query();
    } else if (roll < 82) {
      write();
    } else if (roll < 88) {
      again();
    } else if (roll < 92) {
      describe();
    } else if (roll < 94) {
      several();
    } else if (roll < 97) {
      cursor();
    } else {
      session();
    }
  }

  private void add(Step step) {
    steps.add(step);
  }

  private void move() {
    String name = dice.pick(List.copyOf(phases.keySet()));
    Phase from = phases.get(name);
    int step = dice.of(-1, 1, 1, 0);
    int low = newShape ? 1 : 0;
    int to = Math.min(Phase.values().length - 1, Math.max(low, from.ordinal() + step));
    Phase target = Phase.values()[to];
    if (target == Phase.CONTRACT && from != target && !world.mayContract(name)) {
      target = from;
    }
    phases.put(name, target);
    add(Step.of(
        "phase",
        "migration=" + name,
        "to=" + target.label(),
        "reads=" + dice.of("0%", "100%", "100%"),
        dice.chance(70) ? "backfill" : "lazy"));
  }

  private void transaction() {
    if (!transaction) {
      transaction = true;
      add(Step.of("begin"));
      if (dice.chance(15)) {
        add(Step.of("isolation", "level=" + dice.of(2, 4, 8)));
      }
      return;
    }
    int roll = dice.below(100);
    if (roll < 35) {
      savepoints.add(next("sp"));
      add(Step.of("savepoint", "name=" + savepoints.get(savepoints.size() - 1)));
    } else if (roll < 50 && !savepoints.isEmpty()) {
      int at = dice.below(savepoints.size());
      add(Step.of(dice.of("back", "release"), "name=" + savepoints.get(at)));
      savepoints.subList(at, savepoints.size()).clear();
    } else {
      end();
    }
  }

  private void end() {
    if (!transaction) {
      return;
    }
    savepoints.clear();
    cursors.clear();
    add(Step.of(dice.of("commit", "commit", "rollback")));
    if (dice.chance(60)) {
      transaction = false;
      add(Step.of("autocommit"));
    }
  }

  private String guard() {
    return dice.chance(96) ? "guard" : "bare";
  }

  private Step sql(Pen pen, String marked, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add(guard());
    String kind = pen.prepared ? "prepared" : "statement";
    if (pen.prepared && dice.chance(25)) {
      all.add("parameters");
    }
    return Step.of(kind, all.toArray(new String[0]))
        .with(List.of(pen.text(marked)), pen.prepared ? List.of(pen.values(marked)) : List.of());
  }

  private void query() {
    Pen pen = new Pen(dice, world, dice.chance(60));
    Queries.Rel rel = new Queries(pen, new Expressions(pen)).outermost();
    String order = rel.ordered() ? "ordered" : "unordered";
    int roll = dice.below(100);
    if (roll < 3) {
      add(sql(pen, "EXPLAIN (COSTS OFF) " + rel.sql(), "shape", "reads"));
      return;
    }
    Step step = sql(
        pen,
        rel.sql(),
        order,
        "reads",
        "method=" + dice.of("query", "execute"),
        "fetch=" + dice.of(0, 0, 0, 1, 2, 5),
        "max=" + (rel.ordered() ? dice.of(0, 0, 0, 2) : 0));
    keep(pen, rel.sql(), step);
  }

  /** A prepared statement may be used again later. */
  private void keep(Pen pen, String marked, Step step) {
    if (pen.prepared && dice.chance(35)) {
      String handle = next("h");
      Step kept = option(step, "handle", handle);
      prepared.put(handle, new Reuse(pen, marked, kept));
      add(kept);
    } else {
      add(step);
    }
  }

  private static Step option(Step step, String name, String value) {
    Map<String, String> options = new LinkedHashMap<>(step.options());
    options.put(name, value);
    return new Step(step.kind(), options, step.texts(), step.rows());
  }

  private void again() {
    if (prepared.isEmpty()) {
      write();
      return;
    }
    Reuse reuse = dice.pick(List.copyOf(prepared.values()));
    int times = dice.chance(20) ? dice.between(2, 6) : 1;
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      rows.add(reuse.pen().values(reuse.marked()));
    }
    boolean query = reuse.step().is("reads");
    Step step = reuse.step().with(reuse.step().texts(), rows);
    add(
        !query && dice.chance(30) && reuse.step().option("method", "").equals("update")
            ? new Step("batch", step.options(), step.texts(), rows)
            : step);
  }

  private void write() {
    Pen pen = new Pen(dice, world, dice.chance(60));
    Expressions expressions = new Expressions(pen);
    Writes.Write write = new Writes(pen, expressions).any();
    String sql = write.sql();
    String order = write.ordered() ? "ordered" : "unordered";
    int roll = dice.below(100);
    if (!write.returns() && roll < 18 && !sql.startsWith("WITH")) {
      String keys = dice.chance(60) ? "*" : "id";
      add(sql(
          pen,
          sql,
          "keys=" + keys,
          sql.startsWith("INSERT") ? "ordered" : "unordered",
          "method=" + dice.of("execute", "update")));
    } else if (!write.returns()
        // Of those pgjdbc makes a text that is none where it makes one INSERT of a batch.
        && !sql.contains(" DEFAULT VALUES ON CONFLICT")
        && roll < (sql.contains("ON CONFLICT") && world.move().isPresent() ? 60 : 34)
        && pen.prepared) {
      List<List<Value>> rows = new ArrayList<>();
      for (int i = dice.between(1, 4); i > 0; i--) {
        rows.add(pen.values(sql));
      }
      String keys = dice.chance(20) && !sql.startsWith("WITH") ? "keys=*" : "plainly";
      add(Step.of("batch", guard(), keys, "unordered").with(List.of(pen.text(sql)), rows));
    } else if (roll < 38) {
      add(sql(pen, dice.of("EXPLAIN ", "EXPLAIN (VERBOSE) ") + sql, "shape"));
    } else {
      String method = write.returns()
          ? dice.of("execute", "query")
          : dice.of("execute", "update", "large", "update");
      keep(pen, sql, sql(pen, sql, order, "method=" + method));
    }
  }

  private void describe() {
    Pen pen = new Pen(dice, world, true);
    Expressions expressions = new Expressions(pen);
    Queries queries = new Queries(pen, expressions);
    String sql = dice.chance(55)
        ? queries.outermost().sql()
        : new Writes(pen, expressions).any().sql();
    Table shown = dice.pick(world.tables());
    // What a domain's default is called once its column has gone, nobody can say.
    if (dice.chance(15)
        && shown.columns().stream().noneMatch(c -> c.type().equals(SqlType.LABEL))) {
      add(Step.of("columns", "table=" + shown.name().replace("\"", "").replace(' ', '~')));
    } else {
      add(Step.of("describe", guard()).with(List.of(pen.text(sql)), List.of(pen.values(sql))));
    }
  }

  /** Several statements in one text, or a batch of texts. */
  private void several() {
    List<String> texts = new ArrayList<>();
    boolean batch = dice.chance(40);
    for (int i = dice.between(2, 3); i > 0; i--) {
      Pen pen = new Pen(dice, world, false);
      Expressions expressions = new Expressions(pen);
      Queries queries = new Queries(pen, expressions);
      Writes.Write write = new Writes(pen, expressions).any();
      String sql = !batch && dice.chance(40)
          ? queries.outermost().sql()
          : write.returns() && batch
              ? "UPDATE " + world.tables().get(0).name() + " SET id = id"
              : write.sql();
      texts.add(pen.text(sql));
    }
    if (batch) {
      add(Step.of("texts", guard()).with(texts, List.of()));
    } else {
      add(Step.of("statement", guard(), "unordered", "several")
          .with(List.of(texts.stream().collect(Collectors.joining("; "))), List.of()));
    }
  }

  /** A cursor that stays open while other things happen. */
  private void cursor() {
    if (!transaction) {
      transaction();
    }
    if (!cursors.isEmpty() && dice.chance(60)) {
      String handle = dice.pick(cursors);
      if (dice.chance(80)) {
        add(Step.of("read", "handle=" + handle, "read=" + dice.between(1, 4), guard(), "ordered"));
      } else {
        cursors.remove(handle);
        add(Step.of("shut", "handle=" + handle));
      }
      return;
    }
    Pen pen = new Pen(dice, world, true);
    Queries queries = new Queries(pen, new Expressions(pen));
    Queries.Rel rel = queries.outermost();
    for (int i = 0; i < 6 && !rel.ordered(); i++) {
      rel = queries.outermost();
    }
    if (!rel.ordered()) {
      return;
    }
    String handle = next("k");
    cursors.add(handle);
    add(Step.of(
            "open",
            guard(),
            "handle=" + handle,
            "fetch=" + dice.between(1, 3),
            "read=" + dice.below(3),
            "ordered")
        .with(List.of(pen.text(rel.sql())), List.of(pen.values(rel.sql()))));
  }

  /** What is said to the session in SQL. */
  private void session() {
    Pen pen = new Pen(dice, world, false);
    Expressions expressions = new Expressions(pen);
    Queries queries = new Queries(pen, expressions);
    Table t = world.tables().get(0);
    Queries.Rel rel = queries.outermost();
    switch (dice.below(7)) {
      case 0 -> {
        String name = next("p");
        Column c = dice.pick(t.columns());
        add(sql(
            pen,
            "PREPARE " + name + " AS SELECT * FROM " + t.name() + " WHERE " + c.name()
                + " = $1 ORDER BY " + t.order(""),
            "reads"));
        add(sql(pen, "EXECUTE " + name + " (" + pen.literal(c) + ")", "ordered", "reads"));
        if (dice.chance(60)) {
          move();
          add(sql(pen, "EXECUTE " + name + " (" + pen.literal(c) + ")", "ordered", "reads"));
        }
      }
      case 1 -> {
        String name = next("p");
        Column c = dice.pick(t.others());
        add(sql(
            pen,
            "PREPARE " + name + " AS UPDATE " + t.name() + " SET " + c.name()
                + " = $1 WHERE id = $2",
            "silent"));
        add(sql(pen, "EXECUTE " + name + " (" + pen.literal(c) + ", " + dice.between(1, 6) + ")"));
      }
      case 2 -> {
        if (!transaction) {
          transaction();
        }
        String name = next("cur");
        boolean any = dice.chance(50);
        String query = any
            ? rel.sql()
            : "SELECT * FROM " + t.name() + " WHERE id = 2" + new Expressions(pen).part(t, t.name())
                + " FOR UPDATE";
        add(sql(
            pen,
            "DECLARE " + name
                + dice.of(" CURSOR FOR ", " NO SCROLL CURSOR FOR ", " CURSOR WITHOUT HOLD FOR ")
                + query,
            "reads"));
        add(sql(
            pen,
            "FETCH " + dice.of("1", "ALL", "NEXT", "2") + " FROM " + name,
            rel.ordered() || !any ? "ordered" : "shape",
            "reads"));
        if (!any) {
          Column c = dice.pick(t.others());
          add(sql(
              pen,
              "UPDATE " + t.name() + " SET " + c.name() + " = " + pen.literal(c)
                  + " WHERE CURRENT OF " + name));
        }
      }
      case 3 -> {
        String name = next("tmp");
        add(sql(
            pen,
            dice.of(
                "CREATE TEMP TABLE " + name + " AS " + rel.sql(),
                "CREATE TEMPORARY TABLE " + name + " AS TABLE " + t.name())));
        add(sql(pen, "SELECT * FROM " + name, "unordered", "reads"));
        add(sql(pen, "DROP TABLE " + name));
      }
      case 4 ->
        add(sql(
            pen,
            dice.of(
                "SET search_path = public",
                "SET LOCAL search_path = pg_temp, public",
                "SHOW search_path",
                "SELECT current_schema() LIKE 'p%'",
                "RESET search_path"),
            "reads"));
      case 5 -> add(sql(pen, "DROP TABLE IF EXISTS nothing_of_this_name", "reads"));
      default ->
        add(sql(pen, "SELECT * INTO TEMP " + next("tmp") + " FROM " + t.name() + " WHERE id < 4"));
    }
  }
}
