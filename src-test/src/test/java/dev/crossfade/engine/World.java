package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A schema made up from a seed, its migrations, and both as the application's shape sees them. Not thread-safe. */
final class World {
  private static final List<String> TABLES =
      List.of("users", "products", "orders", "\"Mixed\"", "\"order lines\"", "items", "t");
  private static final List<String> OLD = List.of(
      "username",
      "price",
      "full_name",
      "status",
      "\"User Name\"",
      "\"Preis €\"",
      "day",
      "hour",
      "a",
      "b",
      "\"select\"",
      "data",
      "kind",
      "ref");
  private static final List<String> NEW = List.of(
      "handle",
      "amount",
      "first_name",
      "last_name",
      "state",
      "\"Handle\"",
      "\"new\"",
      "moment",
      "n1",
      "n2",
      "\"Größe\"",
      "payload",
      "sort",
      "target");
  private static final List<String> OTHER =
      List.of("email", "age", "active", "note", "\"Note\"", "created", "total", "tags");

  /** In how many of the scenarios in which columns go to another table its key has two columns. */
  private static final int COMPOSITE_PERCENT =
      Integer.getInteger("equivalence.moves.composite", 25);

  private int spares;
  private final Dice dice;
  private final Dice keyDice;
  private final Key key;
  private final boolean newShape;
  private final boolean shares;
  private final StringBuilder schema = new StringBuilder(SqlType.DEFINITIONS);
  private final StringBuilder expansion = new StringBuilder();
  private final StringBuilder completion = new StringBuilder();
  private final List<Scenario.Migration> migrations = new ArrayList<>();
  private final Map<String, Phase> phases = new LinkedHashMap<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<String> oldNames;
  private final List<String> newNames;
  private final List<String> tableNames;
  private final Map<String, Integer> rows = new HashMap<>();
  private int constraints;
  private boolean severalTables;
  private String renamed = "";

  /**
   * @param moves whether columns go to another table
   * @param shares whether several migrations bring columns to it
   * @param keyDice what is said about the moved table's key
   */
  World(Dice dice, boolean newShape, boolean moves, boolean shares, Dice keyDice) {
    this.dice = dice;
    this.keyDice = keyDice;
    this.key = moves && keyDice.chance(COMPOSITE_PERCENT) ? Key.composite(keyDice) : Key.single();
    this.newShape = newShape;
    this.shares = shares;
    oldNames = dice.shuffled(OLD);
    newNames = dice.shuffled(NEW);
    tableNames = dice.shuffled(TABLES);
    if (moves) {
      new Moves(dice, this).tables();
    } else {
      int mapped = dice.chance(35) ? 2 : 1;
      for (int i = 0; i < mapped; i++) {
        mapped(dice.chance(45) ? dice.between(2, 3) : 1);
      }
    }
    unmapped();
  }

  boolean isNewShape() {
    return newShape;
  }

  /** Whether several migrations bring columns to one table. */
  boolean isShared() {
    return shares;
  }

  /** The key of tables that columns leave. */
  Key key() {
    return key;
  }

  /** What the key's columns are called in a new table, where id is called this. */
  Map<String, String> pairs(String id) {
    String part = key.part().stream().map(Column::name).findFirst().orElse("");
    Map<String, String> pairs =
        key.in(id, key.isComposite() && keyDice.chance(50) ? "\"By\"" : part);
    if (keyDice.chance(70)) {
      return pairs;
    }
    Map<String, String> turned = new LinkedHashMap<>();
    pairs.keySet().stream()
        .sorted(Comparator.comparing(key.names()::indexOf).reversed())
        .forEach(name -> turned.put(name, pairs.get(name)));
    return turned;
  }

  /** Whether rows of the table may go, or get another key: where no foreign key says what becomes of new rows, they are taken along, and an application of the new shape sees it. */
  boolean mayLeave(Table table) {
    return !(newShape && shares && severalTables)
        || migrations.stream()
            .noneMatch(m -> m.target().isPresent() && m.table().equals(table.name()));
  }

  /** The migration to another table, if there is one. */
  Optional<Scenario.Migration> move() {
    return migrations.stream().filter(m -> m.target().isPresent()).findFirst();
  }

  /** Whether the column comes from another table or goes to one. */
  boolean moves(Table table, Column c) {
    return migrations.stream()
        .anyMatch(m -> m.target().isPresent()
            && (m.table().equals(table.name()) && m.old().contains(c.name())
                || m.target().get().table().equals(table.name())
                    && m.forward().containsKey(c.name())));
  }

  /** Whether the table's constraints have other names in the end. */
  boolean isRenamed(Table table) {
    return table.name().equals(renamed)
        || whole().flatMap(Scenario.Migration::target).stream()
            .anyMatch(target -> target.table().equals(table.name()));
  }

  /** Whether the migration goes to contract in the middle of a trace. */
  boolean mayContract(String migration) {
    return migrations.stream().noneMatch(m -> m.target().isPresent() && m.name().equals(migration))
        || dice.chance(Moves.CONTRACT_PERCENT);
  }

  /** Whether rows of the table belong to rows of another. */
  boolean isTarget(Table table) {
    return move()
        .flatMap(Scenario.Migration::target)
        .filter(t -> !t.whole() && t.table().equals(table.name()))
        .isPresent();
  }

  List<Table> tables() {
    return tables;
  }

  /** Where each migration is at the beginning. */
  Map<String, Phase> phases() {
    return phases;
  }

  Scenario scenario(String seed, String url, List<Step> steps) {
    String subject = schema + "" + expansion;
    String plain = newShape ? schema + "" + expansion + completion : schema.toString();
    return new Scenario(seed, newShape, url, plain, subject, migrations, steps);
  }

  private String next(List<String> names) {
    return names.isEmpty() ? "spare" + ++spares : names.remove(0);
  }

  /** A table some columns of which go to another one, or all of them. */
  void moved(boolean whole) {
    String table = next(tableNames);
    String created = next(tableNames);
    Moves moves = new Moves(dice, this);
    List<Column> columns = new ArrayList<>();
    Change change = null;
    if (whole) {
      renamed = table;
      columns.addAll(Change.renamed(dice, new Unused(), dice.between(2, 4)).old());
    } else {
      change = moves.change(new Unused());
      columns.addAll(change.old());
    }
    List<Change> beside = new ArrayList<>();
    if (!whole && dice.chance(30)) {
      beside.add(Change.any(dice, new Unused()));
      columns.addAll(beside.get(0).old());
    }
    for (String name : dice.some(OTHER, 1, 2)) {
      columns.add(Column.of(name, dice.pick(List.of(SqlType.INT4, SqlType.TEXT, SqlType.BOOL))));
    }
    columns = dice.shuffled(columns);
    columns.add(dice.chance(80) ? 0 : columns.size(), key.id());
    part(columns);
    List<String> types =
        List.of("integer", "serial", "serial", "integer GENERATED BY DEFAULT AS IDENTITY");
    boolean generated = create(table, columns, key, dice.pick(whole ? types.subList(0, 3) : types));
    boolean spaced = change != null && change.flags().contains("spaced")
        || beside.stream().anyMatch(c -> c.flags().contains("spaced"));
    insert(table, columns, spaced);
    Moves.Plan plan = change == null
        ? moves.whole(table, created, columns, generated)
        : moves.columns(table, created, change, newShape);
    schema.append(plan.before()).append("SET CONSTRAINTS ALL IMMEDIATE;\n");
    expansion.append(plan.expansion());
    List<Column> visible = new ArrayList<>(columns);
    migration(table, key, plan.change(), columns, Optional.of(plan));
    for (Change c : beside) {
      migration(table, key, c, columns, Optional.empty());
    }
    if (!newShape) {
      tables.add(new Table(table, visible, generated, key.names()));
      return;
    }
    if (change != null) {
      visible.removeAll(change.old());
    }
    for (Change c : beside) {
      visible.removeAll(c.old());
      visible.addAll(c.young());
    }
    tables.add(new Table(whole ? created : table, visible, generated, key.names()));
    if (change != null) {
      List<Column> young = new ArrayList<>(young(plan.target()));
      if (!plan.target().own().isEmpty()) {
        young.add(Column.of("mark", SqlType.TEXT));
        young.add(Column.of("verified", SqlType.BOOL).with(true, false, "false", ""));
      }
      young.addAll(change.young());
      tables.add(new Table(created, young, false, plan.target().youngs()));
      rows.put(created, rows.get(table));
    }
  }

  /** Two migrations that bring columns of one table or of two to another. */
  void shared() {
    boolean one = dice.chance(35);
    severalTables = !one;
    String created = next(tableNames);
    Map<String, String> pairs = pairs(newShape ? "id" : dice.of("id", "user_id", "\"Owner\""));
    Moves moves = new Moves(dice, this);
    List<Change> changes =
        List.of(moves.besideChange(new Unused()), moves.besideChange(new Unused()));
    boolean first = true;
    for (List<Change> some :
        one ? List.of(changes) : changes.stream().map(List::of).toList()) {
      String table = next(tableNames);
      List<Column> columns = new ArrayList<>();
      some.forEach(change -> columns.addAll(change.old()));
      for (String name : dice.some(OTHER, 1, 2)) {
        columns.add(Column.of(name, dice.pick(List.of(SqlType.INT4, SqlType.TEXT, SqlType.BOOL))));
      }
      List<Column> all = dice.shuffled(columns);
      all.add(dice.chance(80) ? 0 : all.size(), key.id());
      part(all);
      boolean generated = create(
          table,
          all,
          key,
          dice.of("integer", "serial", "serial", "integer GENERATED BY DEFAULT AS IDENTITY"));
      insert(table, all, some.stream().anyMatch(c -> c.flags().contains("spaced")));
      for (Change change : some) {
        Moves.Plan plan = moves.beside(table, created, pairs, change, first, one);
        first = false;
        expansion.append(plan.expansion());
        migration(table, key, change, all, Optional.of(plan));
      }
      List<Column> visible = new ArrayList<>(all);
      if (newShape) {
        some.forEach(change -> visible.removeAll(change.old()));
      }
      tables.add(new Table(table, visible, generated, key.names()));
    }
    if (newShape) {
      shown(move().flatMap(Scenario.Migration::target).orElseThrow(), changes);
    }
  }

  /** What an application of the new shape sees of the table that several migrations fill. */
  private void shown(Target target, List<Change> changes) {
    List<Column> young = new ArrayList<>(young(target));
    changes.forEach(change -> young.addAll(change.young()));
    tables.add(new Table(target.table(), young, false, target.youngs()));
  }

  /** Puts the key's other column among the others. */
  private void part(List<Column> columns) {
    key.part().forEach(part -> columns.add(keyDice.below(columns.size() + 1), part));
  }

  /** The columns of the key in a new table. */
  private List<Column> young(Target target) {
    List<Column> columns = new ArrayList<>();
    target.key().forEach((old, name) -> {
      columns.add(
          old.equals("id")
              ? Column.of(name, key.id().type())
              : Column.of(name, key.part().get(0).type())
                  .only(key.part().get(0).values())
                  .with(true, false, "", ""));
    });
    return columns;
  }

  void mapped(int changes) {
    String table = next(tableNames);
    List<Change> all = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < changes && newNames.size() > 4; i++) {
      Change change = Change.any(dice, new Unused());
      all.add(change);
      columns.addAll(change.old());
    }
    for (String name : dice.some(OTHER, 1, 3)) {
      columns.add(Column.of(
          name,
          dice.pick(List.of(
              SqlType.INT4,
              SqlType.TEXT,
              SqlType.VARCHAR12,
              SqlType.BOOL,
              SqlType.DATE,
              SqlType.NUM102))));
    }
    columns = dice.shuffled(columns);
    columns.add(dice.chance(80) ? 0 : columns.size(), Column.of("id", SqlType.INT4));
    boolean generated = create(table, columns);
    insert(table, columns, all.stream().anyMatch(c -> c.flags().contains("spaced")));
    List<Column> visible = new ArrayList<>(columns);
    for (Change change : all) {
      migration(table, Key.single(), change, columns, Optional.empty());
      if (newShape) {
        visible.removeAll(change.old());
        visible.addAll(change.young());
      }
    }
    tables.add(new Table(table, visible, generated, List.of("id")));
  }

  private final class Unused implements Change.Names {
    @Override
    public String old() {
      return next(oldNames);
    }

    @Override
    public String young() {
      return next(newNames);
    }
  }

  private boolean create(String table, List<Column> columns) {
    return create(
        table,
        columns,
        Key.single(),
        dice.of("integer", "serial", "serial", "integer GENERATED BY DEFAULT AS IDENTITY"));
  }

  private boolean create(String table, List<Column> columns, Key by, String id) {
    List<String> parts = new ArrayList<>();
    for (Column c : columns) {
      if (c.name().equals("id")) {
        parts.add("id " + by.type(id) + (by.isComposite() ? "" : " PRIMARY KEY"));
        continue;
      }
      parts.add(c.name() + " " + c.type().name() + (c.notNull() ? " NOT NULL" : "")
          + (c.otherwise().isEmpty() ? "" : " DEFAULT " + c.otherwise()));
      if (c.unique()) {
        parts.add("CONSTRAINT " + constraint("uq", table, c) + " UNIQUE (" + c.name() + ")");
      }
      if (!c.check().isEmpty()) {
        parts.add(
            "CONSTRAINT " + constraint("ck", table, c) + " CHECK (" + c.name() + c.check() + ")");
      }
    }
    if (by.isComposite()) {
      parts.add("PRIMARY KEY (" + String.join(", ", by.names()) + ")");
    }
    schema
        .append("CREATE TABLE ")
        .append(table)
        .append(" (")
        .append(String.join(", ", parts))
        .append(");\n");
    return !id.equals("integer");
  }

  private static String constraint(String kind, String table, Column c) {
    return "\"" + kind + "_" + (table + "_" + c.name()).replace("\"", "") + "\"";
  }

  private void insert(String table, List<Column> columns, boolean spaced) {
    Map<String, List<String>> distinct = new HashMap<>();
    int most = dice.between(5, 8);
    List<String> ids =
        new ArrayList<>(IntStream.rangeClosed(1, 8).mapToObj(String::valueOf).toList());
    if (columns.containsAll(key.part()) && key.isComposite()) {
      // Each number twice, so that one column alone tells no rows apart.
      List<String> values = key.part().get(0).values();
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < ids.size(); i++) {
        ids.set(i, String.valueOf(i / 2 + 1));
        parts.add(values.get(i % 2 == 0 ? 0 : keyDice.between(1, values.size() - 1)));
      }
      distinct.put(key.part().get(0).name(), parts);
    }
    for (Column c : columns) {
      if (c.unique()) {
        distinct.put(
            c.name(),
            dice.shuffled(
                c.type().equals(SqlType.NUM102)
                    ? List.of("0", "1.5", "10.25", "7", "2", "3")
                    : c.type().values()));
        most = Math.min(most, distinct.get(c.name()).size() - 1);
      }
    }
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= most; i++) {
      List<String> values = new ArrayList<>();
      for (Column c : columns) {
        List<String> unused = distinct.get(c.name());
        if (c.name().equals("id")) {
          values.add(ids.get(i - 1));
        } else if (unused != null) {
          values.add(unused.remove(0));
        } else {
          values.add(
              !c.notNull() && dice.chance(15)
                  ? "NULL"
                  : spaced && c.type().equals(SqlType.TEXT)
                      ? dice.of("'Ada Lee'", "'a b'", "'x'", "''", "'Mary Ann Lee'")
                      : dice.pick(c.values()));
        }
      }
      lines.add("(" + String.join(", ", values) + ")");
    }
    rows.put(table, most);
    schema
        .append("INSERT INTO ")
        .append(table)
        .append(" (")
        .append(columns.stream().map(Column::name).collect(Collectors.joining(", ")))
        .append(") VALUES\n  ");
    schema.append(String.join(",\n  ", lines)).append(";\n");
    schema
        .append("SELECT setval(pg_get_serial_sequence('")
        .append(table)
        .append("', 'id'), 50);\n");
  }

  private void migration(
      String table, Key by, Change change, List<Column> columns, Optional<Moves.Plan> move) {
    Optional<Target> target = move.map(Moves.Plan::target);
    boolean whole = target.filter(Target::whole).isPresent();
    String name = "m" + (migrations.size() + 1);
    Map<String, String> sql = new LinkedHashMap<>();
    StringBuilder filled = new StringBuilder();
    StringBuilder unfilled = new StringBuilder();
    StringBuilder contract = new StringBuilder();
    StringBuilder uncontract = new StringBuilder();
    StringBuilder scramble = new StringBuilder();
    String created = target.map(Target::table).orElse(table);
    String alter = "ALTER TABLE " + created + " ";
    for (Column n : change.young()) {
      if (!whole) {
        expansion
            .append(alter)
            .append("ADD COLUMN ")
            .append(n.name())
            .append(' ')
            .append(n.type().name())
            .append(" DEFAULT NULL;\n");
      }
      if (n.notNull()) {
        filled.append(alter).append("ALTER ").append(n.name()).append(" SET NOT NULL;\n");
        unfilled.append(alter).append("ALTER ").append(n.name()).append(" DROP NOT NULL;\n");
      }
      if (!n.otherwise().isEmpty()) {
        filled
            .append(alter)
            .append("ALTER ")
            .append(n.name())
            .append(" SET DEFAULT ")
            .append(n.otherwise())
            .append(";\n");
        unfilled.append(alter).append("ALTER ").append(n.name()).append(" DROP DEFAULT;\n");
      }
      if (n.unique()) {
        String key = constraint("uq", created, n);
        String drop = alter + "DROP CONSTRAINT " + key + ";\n";
        String add = alter + "ADD CONSTRAINT " + key + " UNIQUE (" + n.name() + ")";
        filled.append(add).append(" DEFERRABLE;\n");
        unfilled.append(drop);
        contract.append(drop).append(add).append(";\n");
        uncontract.append(drop).append(add).append(" DEFERRABLE;\n");
      }
      if (!n.check().isEmpty()) {
        String key = constraint("ck", created, n);
        filled
            .append(alter)
            .append("ADD CONSTRAINT ")
            .append(key)
            .append(" CHECK (")
            .append(n.name() + n.check())
            .append(");\n");
        unfilled.append(alter).append("DROP CONSTRAINT ").append(key).append(";\n");
      }
    }
    if (!whole) {
      for (Column o : change.old()) {
        ends(table, created, change, o, contract, uncontract);
      }
    }
    if (!whole && !change.old().isEmpty() && dice.chance(80)) {
      scramble
          .append("UPDATE ")
          .append(table)
          .append(" SET ")
          .append(change.old().stream()
              .map(o -> o.name() + " = NULL")
              .collect(Collectors.joining(", ")))
          .append(";\n");
    }
    sql.put("filled", filled.toString());
    sql.put("unfilled", unfilled.toString());
    sql.put("contract", contract.toString());
    sql.put("uncontract", uncontract.toString());
    sql.put("scramble", scramble.toString());
    move.ifPresent(plan -> plan.sql().forEach((k, text) -> sql.merge(k, text, String::concat)));
    Map<String, String> forward = new LinkedHashMap<>();
    change
        .young()
        .forEach(n -> forward.put(
            n.name(),
            "CAST(" + change.forward().get(n.name()) + " AS " + n.type().name() + ")"));
    Map<String, String> backward = new LinkedHashMap<>();
    change
        .old()
        .forEach(o -> backward.put(
            o.name(),
            "CAST(" + change.backward().get(o.name()) + " AS " + o.type().name() + ")"));
    String start = start(name, target);
    List<String> old = change.old().stream().map(Column::name).toList();
    Scenario.Migration migration = new Scenario.Migration(
        name,
        table,
        by.names(),
        start,
        old,
        forward,
        backward,
        mapping(table, change, target),
        whole ? "" : was(change, columns),
        sql,
        target);
    migrations.add(migration);
    complete(migration);
  }

  /** What makes the new schema of the old one. */
  private void complete(Scenario.Migration migration) {
    Map<String, String> sql = migration.sql();
    if (migration.target().isPresent()) {
      completion
          .append(Rows.of(migration).backfill(""))
          .append(";\nSET CONSTRAINTS ALL IMMEDIATE;\n");
    } else {
      completion
          .append("UPDATE ")
          .append(migration.table())
          .append(" SET ")
          .append(migration.forward().entrySet().stream()
              .map(e -> e.getKey() + " = " + e.getValue())
              .collect(Collectors.joining(", ")))
          .append(";\n");
    }
    completion.append(sql.get("filled")).append(sql.get("contract"));
    if (migration.target().filter(Target::whole).isPresent()) {
      completion.append(sql.get("drop"));
      return;
    }
    migration
        .old()
        .forEach(o -> completion
            .append("ALTER TABLE ")
            .append(migration.table())
            .append(" DROP COLUMN ")
            .append(o)
            .append(";\n"));
  }

  /** What contract takes from an old column, what it puts in place of it, and the way back. */
  private void ends(
      String table,
      String created,
      Change change,
      Column o,
      StringBuilder contract,
      StringBuilder uncontract) {
    String alter = "ALTER TABLE " + table + " ";
    String b = "CAST(" + change.backward().get(o.name()) + " AS " + o.type().name() + ")";
    contract
        .append(alter)
        .append("ALTER ")
        .append(o.name())
        .append(" DROP NOT NULL, ALTER ")
        .append(o.name())
        .append(o.type().equals(SqlType.LABEL) ? " SET DEFAULT NULL;\n" : " DROP DEFAULT;\n");
    if (o.type().equals(SqlType.LABEL) && o.otherwise().isEmpty()) {
      uncontract.append(alter).append("ALTER ").append(o.name()).append(" DROP DEFAULT;\n");
    }
    if (o.notNull()) {
      uncontract.append(alter).append("ALTER ").append(o.name()).append(" SET NOT NULL;\n");
    }
    if (!o.otherwise().isEmpty()) {
      uncontract
          .append(alter)
          .append("ALTER ")
          .append(o.name())
          .append(" SET DEFAULT ")
          .append(o.otherwise())
          .append(";\n");
    }
    if (o.unique()) {
      String key = constraint("uq", table, o);
      contract.append(alter).append("DROP CONSTRAINT ").append(key).append(";\n");
      uncontract
          .append(alter)
          .append("ADD CONSTRAINT ")
          .append(key)
          .append(" UNIQUE (")
          .append(o.name())
          .append(");\n");
      // Of a change of several columns one by one the whole isn't unique, but each by itself.
      boolean bijective =
          change.isBijective() && (change.rename() || change.old().size() == 1);
      if (!bijective || !change.rename() && change.young().size() > 1) {
        String index = "ux" + ++constraints;
        String keys = bijective
            ? change.young().stream().map(Column::name).collect(Collectors.joining(", "))
            : "(" + change.backward().get(o.name()) + ")";
        contract
            .append("CREATE UNIQUE INDEX ")
            .append(index)
            .append(" ON ")
            .append(created)
            .append(" (")
            .append(keys)
            .append(");\n");
        uncontract.append("DROP INDEX ").append(index).append(";\n");
      }
    }
    if (!o.check().isEmpty()) {
      String key = constraint("ck", table, o);
      contract.append(alter).append("DROP CONSTRAINT ").append(key).append(";\n");
      uncontract
          .append(alter)
          .append("ADD CONSTRAINT ")
          .append(key)
          .append(" CHECK (")
          .append(o.name() + o.check())
          .append(");\n");
      if (!change.rename()) {
        String counterpart = "cc" + ++constraints;
        contract
            .append("ALTER TABLE " + created + " ")
            .append("ADD CONSTRAINT ")
            .append(counterpart)
            .append(" CHECK (")
            .append(b + o.check())
            .append(");\n");
        uncontract
            .append("ALTER TABLE " + created + " ")
            .append("DROP CONSTRAINT ")
            .append(counterpart)
            .append(";\n");
      }
    }
  }

  private String start(String name, Optional<Target> target) {
    Phase phase = newShape
        ? dice.of(Phase.DUAL_WRITE, Phase.COALESCE, Phase.CUTOVER, Phase.CONTRACT)
        : dice.of(Phase.values());
    if (target.isPresent() && phase == Phase.CONTRACT && !dice.chance(Moves.CONTRACT_PERCENT)) {
      phase = Phase.CUTOVER;
    }
    phases.put(name, phase);
    String fill = newShape ? "all" : dice.of("all", "half", "none");
    String start = phase.label() + " " + fill + " " + dice.of("0%", "100%");
    return target.isPresent() && phase == Phase.CONTRACT && dice.chance(50)
        ? start + " gone"
        : start;
  }

  private static String mapping(String table, Change change, Optional<Target> target) {
    StringBuilder text =
        new StringBuilder("    table: " + yaml(table) + "\n" + Moves.mapping(target));
    if (target.filter(Target::whole).isPresent()) {
      return text.append("    rename: \"*\"\n").toString();
    }
    if (change.rename()) {
      text.append("    rename: { ")
          .append(change.backward().entrySet().stream()
              .map(e -> yaml(e.getKey()) + ": " + yaml(e.getValue()))
              .collect(Collectors.joining(", ")))
          .append(" }\n");
      return text.toString();
    }
    if (!change.old().isEmpty()) {
      text.append("    old: [")
          .append(change.old().stream().map(o -> yaml(o.name())).collect(Collectors.joining(", ")))
          .append("]\n");
    }
    text.append("    new:\n");
    change
        .forward()
        .forEach((n, f) ->
            text.append("      ").append(yaml(n)).append(": ").append(yaml(f)).append('\n'));
    if (!change.old().isEmpty()) {
      text.append("    back:\n");
      change
          .backward()
          .forEach((o, b) ->
              text.append("      ").append(yaml(o)).append(": ").append(yaml(b)).append('\n'));
      text.append("    lossless: ").append(change.lossless()).append('\n');
    }
    if (change.monotone()) {
      text.append("    monotone: true\n");
    }
    if (change.flags().contains("session")) {
      text.append("    session_independent: true\n");
    }
    return text.toString();
  }

  private static String was(Change change, List<Column> columns) {
    if (change.old().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("    was:\n");
    change.old().stream().sorted(Comparator.comparing(columns::indexOf)).forEach(o -> {
      text.append("      ")
          .append(yaml(o.name()))
          .append(": { position: ")
          .append(columns.indexOf(o) + 1)
          .append(", type: ")
          .append(yaml(o.type().printed()));
      text.append(", not_null: ").append(o.notNull()).append(", unique: ").append(o.unique());
      boolean inherited = o.otherwise().isEmpty() && o.type().equals(SqlType.LABEL);
      text.append(
              inherited
                  ? ", default: \"'none'::character varying\""
                  : o.otherwise().isEmpty()
                      ? ""
                      : ", default: " + Progress.DEFAULT_OF + o.name() + ";")
          .append(" }\n");
    });
    return text.toString();
  }

  static String yaml(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Tables beside, with columns named like those that migrations add. */
  private void unmapped() {
    Table first = tables.get(0);
    String name = next(tableNames);
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("id", SqlType.INT4));
    columns.add(Column.of("owner", SqlType.INT4));
    String other = newShape
        ? migrations.get(0).old().stream().findFirst().orElse("nothing")
        : List.copyOf(migrations.get(0).forward().keySet()).get(0);
    columns.add(Column.of(other, SqlType.TEXT));
    first.others().stream()
        .filter(c -> dice.chance(40) && !c.name().equals(other))
        .limit(2)
        .forEach(c -> columns.add(Column.of(c.name(), c.type())));
    if (first.isComposite()) {
      key.part().forEach(part -> columns.add(Column.of("whose", part.type()).only(part.values())));
    }
    boolean generated = create(name, columns);
    insert(name, columns, false);
    String old = whole().map(Scenario.Migration::table).orElse(first.name());
    schema
        .append("UPDATE ")
        .append(name)
        .append(
            first.isComposite()
                ? " SET (owner, whose) = (SELECT id, " + key.part().get(0).name() + " FROM " + old
                    + " o WHERE o.id = " + name + ".id ORDER BY 2 LIMIT 1);\n"
                : " SET owner = CASE WHEN id <= " + rows.get(first.name()) + " THEN id END;\n");
    if (dice.chance(50)) {
      refer(name, first.name(), dice.of("", " ON DELETE CASCADE", " ON DELETE SET NULL"));
    }
    tables.add(new Table(name, columns, generated, List.of("id")));
  }

  /** The migration that renames a table, if there is one. */
  private Optional<Scenario.Migration> whole() {
    return move().filter(m -> m.target().filter(Target::whole).isPresent());
  }

  /** A reference to a table that gets a new name is to the new one in the end. */
  private void refer(String name, String first, String action) {
    String drop = "ALTER TABLE " + name + " DROP CONSTRAINT owner_fk;\n";
    boolean composite = tables.get(0).isComposite();
    String part = composite ? key.part().get(0).name() : "";
    String[] add = {
      "ALTER TABLE " + name + " ADD CONSTRAINT owner_fk FOREIGN KEY (owner"
          + (composite ? ", whose" : "") + ") REFERENCES ",
      (composite ? " (id, " + part + ")" : "") + action + ";\n"
    };
    Optional<Scenario.Migration> whole = whole();
    String old = whole.map(Scenario.Migration::table).orElse(first);
    schema.append(add[0]).append(old).append(add[1]);
    whole.ifPresent(m -> {
      String created = m.target().orElseThrow().table();
      m.sql().merge("contract", drop + add[0] + created + add[1], (a, b) -> b + a);
      m.sql().merge("uncontract", drop + add[0] + m.table() + add[1], String::concat);
      int at = completion.indexOf(m.sql().get("drop"));
      completion.insert(at, drop + add[0] + created + add[1]);
    });
  }
}
