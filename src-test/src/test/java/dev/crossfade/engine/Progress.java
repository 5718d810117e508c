package dev.crossfade.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Where one migration is on the subject's side, and the SQL that a person runs to take it elsewhere. Not thread-safe. */
final class Progress {
  /** Stands in the mapping for a default as the catalog prints it. */
  static final String DEFAULT_OF = "@default of ";

  private static final String DEFAULTS =
      "SELECT quote_ident(a.attname), pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
          + " WHERE a.attrelid = '%s'::regclass";

  final Scenario.Migration migration;
  private final Rows rows;
  private String was = "";
  private final int number;
  private Phase phase = Phase.EXPAND;
  private String reads = "0%";
  private boolean filled;
  private boolean gone;

  Progress(Scenario.Migration migration, int number) {
    this.migration = migration;
    this.rows = Rows.of(migration);
    this.number = number;
  }

  Phase phase() {
    return phase;
  }

  /** The SQL up to where the trace begins. */
  void start(Connection admin) throws SQLException {
    was = was(admin);
    String[] start = migration.start().split(" ");
    Phase first = Phase.named(start[0]);
    String fill = start.length > 1 ? start[1] : "all";
    if (first == Phase.EXPAND) {
      return;
    }
    phase = Phase.DUAL_WRITE;
    capture(admin);
    if (fill.equals("all") || first.ordinal() > Phase.COALESCE.ordinal()) {
      fill(admin);
    } else if (fill.equals("half")) {
      run(admin, rows.backfill("id % 2 = 0"));
      capture(admin);
    }
    reads = start.length > 2 ? start[2] : "0%";
    if (first == Phase.CONTRACT) {
      run(admin, sql("contract"));
      gone = start.length > 3;
      run(admin, sql(gone ? "drop" : "scramble"));
    }
    phase = first;
  }

  private String was(Connection admin) throws SQLException {
    String text = migration.was();
    try (Statement s = admin.createStatement();
        ResultSet r = s.executeQuery(DEFAULTS.formatted(migration.table().replace("'", "''")))) {
      while (r.next()) {
        String yaml = "\"" + r.getString(2).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        text = text.replace(DEFAULT_OF + r.getString(1) + ";", yaml);
      }
    }
    return text;
  }

  /** Whether the move is one that can be made now. */
  boolean canMove(Phase target, boolean idle, boolean backfill) {
    if (!phase.isNeighbourOf(target) || gone && target != phase) {
      return false;
    }
    boolean needsSql = target == Phase.EXPAND && phase != Phase.EXPAND
        || target == Phase.CUTOVER && !filled
        || target == Phase.COALESCE && !filled && backfill
        || (target == Phase.CONTRACT) != (phase == Phase.CONTRACT)
        || phase == Phase.EXPAND && target != Phase.EXPAND;
    return idle || !needsSql;
  }

  /** Whether going there would lose rows that only an application of the new shape can have written. */
  boolean wouldLose(Connection admin, Phase target, List<Progress> all) throws SQLException {
    if (phase != Phase.CONTRACT || target != Phase.CUTOVER) {
      return false;
    }
    List<String> lost = new ArrayList<>(List.of(rows.lost()));
    unwanted(all, true, progress -> progress == this ? target : progress.phase)
        .forEach((table, unwanted) ->
            lost.add("SELECT EXISTS (SELECT FROM " + table + " n WHERE" + unwanted + ")"));
    for (String sql : lost.stream().filter(sql -> !sql.isEmpty()).toList()) {
      try (Statement s = admin.createStatement();
          ResultSet r = s.executeQuery(sql)) {
        r.next();
        if (r.getBoolean(1)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What is done before the file says the new phase. */
  void before(Connection admin, Phase target, boolean backfill) throws SQLException {
    if (phase == Phase.EXPAND && target == Phase.DUAL_WRITE) {
      capture(admin);
    } else if (target == Phase.EXPAND && phase == Phase.DUAL_WRITE) {
      if (filled) {
        run(admin, sql("unfilled"));
      }
      filled = false;
    } else if (!filled
        && (target == Phase.CUTOVER
            || target == Phase.COALESCE && phase == Phase.DUAL_WRITE && backfill)) {
      fill(admin);
    } else if (target == Phase.CONTRACT && phase == Phase.CUTOVER) {
      run(admin, sql("contract"));
    } else if (target == Phase.CUTOVER
        && phase == Phase.CONTRACT
        && !migration.old().isEmpty()) {
      run(admin, rows.reverse());
      run(admin, sql("uncontract"));
    }
  }

  /** What is done once the new phase is in force. */
  void after(Connection admin, Phase target, String share) throws SQLException {
    if (target == Phase.EXPAND && phase == Phase.DUAL_WRITE) {
      run(admin, rows.clear());
    } else if (target == Phase.CONTRACT && phase == Phase.CUTOVER) {
      run(admin, sql("scramble"));
    }
    phase = target;
    reads = share;
  }

  private void fill(Connection admin) throws SQLException {
    run(admin, rows.backfill(""));
    run(admin, sql("filled"));
    run(admin, "TRUNCATE " + captured());
    filled = true;
  }

  private void capture(Connection admin) throws SQLException {
    run(admin, "DROP TABLE IF EXISTS " + captured());
    run(admin, "CREATE TABLE " + captured() + " AS " + rows.unfilled());
  }

  private String captured() {
    return "oracle.captured_" + number;
  }

  /** A query for the rows that have drifted. */
  String drift(boolean newShape) {
    return rows.drift(phase, captured(), newShape);
  }

  /** Rows of new tables to which several migrations bring columns and that none of them needs, by table. */
  static Map<String, String> unwanted(List<Progress> migrations, boolean newShape) {
    return unwanted(migrations, newShape, progress -> progress.phase);
  }

  /** The same with the migrations in other phases. In contract an application of the new shape may have any rows. */
  static Map<String, String> unwanted(
      List<Progress> migrations, boolean newShape, Function<Progress, Phase> phases) {
    Map<String, String> unwanted = new LinkedHashMap<>();
    if (newShape && migrations.stream().anyMatch(m -> phases.apply(m) == Phase.CONTRACT)) {
      return unwanted;
    }
    for (Progress progress : migrations) {
      progress.migration.target().filter(Target::several).ifPresent(target -> {
        String wants = new RowsElsewhere(progress.migration, target).wants(phases.apply(progress));
        unwanted.merge(
            target.table(), " NOT (" + wants + ")", (one, other) -> one + " AND" + other);
      });
    }
    return unwanted;
  }

  /** How the old shape's, or the new shape's, value of a column is to be had from what is stored. */
  String shown(String column, boolean newShape) {
    return rows.shown(phase, column, newShape);
  }

  /** What the rows of a table are to be looked for in, as far as this migration goes. */
  String source(String table, boolean newShape) {
    return rows.source(phase, table, newShape);
  }

  String mapping() {
    StringBuilder text = new StringBuilder("  ")
        .append(migration.name())
        .append(":\n    phase: ")
        .append(phase.label())
        .append('\n');
    return body(text, phase, reads);
  }

  String mapping(Phase target, String share) {
    StringBuilder text = new StringBuilder("  ")
        .append(migration.name())
        .append(":\n    phase: ")
        .append(target.label())
        .append('\n');
    return body(text, target, share);
  }

  private String body(StringBuilder text, Phase target, String share) {
    if (target == Phase.CUTOVER) {
      text.append("    reads: ").append(share).append('\n');
    }
    text.append(migration.mapping()).append('\n');
    if (target == Phase.CONTRACT) {
      text.append(was).append('\n');
    }
    return text.toString();
  }

  private String sql(String name) {
    return migration.sql().getOrDefault(name, "");
  }

  private static void run(Connection admin, String sql) throws SQLException {
    if (sql.isEmpty()) {
      return;
    }
    try (Statement s = admin.createStatement()) {
      s.execute(sql);
    } catch (SQLException e) {
      throw new SQLException(
          "on the way to another phase: " + e.getMessage() + " in " + sql, e.getSQLState(), e);
    }
  }
}
