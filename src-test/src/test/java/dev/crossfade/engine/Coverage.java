package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names for what a step is made of, so that a run can say that each of them has met both sides and come to something. */
final class Coverage {
  /** What the names begin with that say in which phases statements ran. */
  static final String IN = "in ";

  private static final Map<String, Pattern> PARTS = new LinkedHashMap<>();

  static {
    part("SELECT", "^SELECT");
    part("TABLE", "^TABLE ");
    part("VALUES", "^VALUES ");
    part("WITH", "^WITH ");
    part("WITH RECURSIVE", "^WITH RECURSIVE");
    part("MATERIALIZED", " AS MATERIALIZED");
    part("data-modifying WITH", "^WITH \\S+ AS \\((INSERT|UPDATE|DELETE)");
    part("set operation", " (UNION|INTERSECT|EXCEPT) ");
    part("DISTINCT", "SELECT DISTINCT (?!ON)");
    part("DISTINCT ON", "SELECT DISTINCT ON");
    part("GROUP BY", " GROUP BY ");
    part("grouping sets", " GROUP BY (ROLLUP|GROUPING SETS)");
    part("HAVING", " HAVING ");
    part("FILTER", "FILTER \\(WHERE");
    part("window", " OVER \\(");
    part("ORDER BY", " ORDER BY ");
    part("LIMIT", " (LIMIT|FETCH FIRST) ");
    part("OFFSET", " OFFSET ");
    part("locking clause", " FOR (UPDATE|SHARE|NO KEY UPDATE|KEY SHARE)");
    part("SKIP LOCKED", "SKIP LOCKED");
    part("LATERAL", "LATERAL \\(");
    part("NATURAL", " NATURAL ");
    part("USING", " USING \\(");
    part("outer join", " (LEFT|RIGHT|FULL) ");
    part("CROSS JOIN", " CROSS JOIN ");
    part("ONLY", "(FROM|UPDATE) ONLY ");
    part("TABLESAMPLE", "TABLESAMPLE");
    part("alias list", " AS t\\d+ \\(t\\d+c0");
    part("star", "[ .]\\*");
    part("whole row", "(row_to_json|to_jsonb|json_agg)\\(");
    part("EXISTS", "EXISTS \\(SELECT");
    part("IN (SELECT)", " IN \\(SELECT");
    part("row comparison", "\\) (=|IN|<|>=) \\(");
    part("three levels", "\\(SELECT.*\\(SELECT.*\\(SELECT");
    part("INSERT", "^INSERT");
    part("INSERT SELECT", "^INSERT INTO [^;]*\\) SELECT");
    part("DEFAULT VALUES", "DEFAULT VALUES");
    part("DEFAULT", "[ (]DEFAULT[,) ]");
    part("OVERRIDING", "OVERRIDING");
    part("ON CONFLICT DO NOTHING", "ON CONFLICT[^;]* DO NOTHING");
    part("ON CONFLICT without target", "ON CONFLICT DO NOTHING");
    part("ON CONFLICT DO UPDATE", "ON CONFLICT[^;]* DO UPDATE");
    part("ON CONFLICT ON CONSTRAINT", "ON CONFLICT ON CONSTRAINT");
    part("WITH in front of a write", "^WITH w\\d+ AS \\(SELECT .*\\) (UPDATE|DELETE)");
    part("FOR UPDATE OF", "FOR UPDATE OF");
    part("excluded", "excluded\\.");
    part("UPDATE", "^UPDATE");
    part("UPDATE FROM", "^UPDATE .* FROM \\(VALUES");
    part("SET (a, b) =", "SET \\([^=]*\\) = ");
    part("SET (a, b) = (SELECT)", "SET \\([^=]*\\) = \\(SELECT");
    part("DELETE", "^DELETE");
    part("DELETE USING", "^DELETE .* USING ");
    part("MERGE", "^MERGE");
    part("MERGE WHEN MATCHED", "WHEN MATCHED THEN UPDATE");
    part("MERGE WHEN NOT MATCHED", "WHEN NOT MATCHED (BY TARGET )?THEN INSERT");
    part("MERGE BY SOURCE", "WHEN NOT MATCHED BY SOURCE");
    part("RETURNING", " RETURNING ");
    part("RETURNING *", " RETURNING (\\w+\\.)?\\*");
    part("RETURNING old and new", " RETURNING .*\\b(old|new)\\.");
    part("EXPLAIN", "^EXPLAIN");
    part("PREPARE", "^PREPARE");
    part("EXECUTE", "^EXECUTE");
    part("DECLARE", "^DECLARE");
    part("FETCH", "^FETCH");
    part("WHERE CURRENT OF", "WHERE CURRENT OF");
    part("CREATE TABLE AS", "^CREATE TEMP");
    part("SELECT INTO", "INTO TEMP ");
    part("SET", "^SET ");
    part("quoted name", "\"\\w");
    part("unicode name", "U&\"");
    part("qualified table", "public\\.");
    part("block comment", "/\\*");
    part("line comment", "--");
    part("escape", "\\{(fn|d|ts) ");
    part("escaped operator", "\\?\\?");
    part("dollar quotes", "\\$q\\$");
    part("NULL", "\\bNULL\\b");
    part("several statements in a text", "; (SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|TABLE)");
  }

  private static final List<String> TYPES = List.of(
      "integer",
      "bigint",
      "smallint",
      "numeric(10,2)",
      "numeric",
      "text",
      "character varying(12)",
      "character(5)",
      "boolean",
      "date",
      "time without time zone",
      "timestamp without time zone",
      "timestamp with time zone",
      "uuid",
      "bytea",
      "jsonb",
      "integer[]",
      "text[]",
      "mood",
      "posint",
      "label",
      "addr");
  private static final Pattern TYPE = Pattern.compile("type: \"([^\"]+)\"");
  private static final List<String> KINDS =
      List.of("rename", "conversion", "split", "merge", "creation");

  private Coverage() {}

  private static void part(String name, String pattern) {
    PARTS.put(name, Pattern.compile(pattern, Pattern.DOTALL));
  }

  /** Everything that {@link #of} can name. */
  static List<String> names() {
    List<String> names = new ArrayList<>(PARTS.keySet());
    for (String kind : Step.KINDS) {
      names.add("step " + kind);
    }
    TYPES.forEach(type -> names.add("old column " + type));
    KINDS.forEach(kind -> names.add("migration " + kind));
    for (Phase phase : Phase.values()) {
      names.add("start " + phase.label());
    }
    names.addAll(List.of("new shape", "several migrations on a table", "several mapped tables"));
    for (String how : List.of(
        "execute",
        "query",
        "update",
        "large",
        "fetch size",
        "max rows",
        "all keys",
        "named keys",
        "reused",
        "several executions",
        "parameters",
        "batch keys",
        "in a transaction",
        "beside an open cursor",
        "in simple mode",
        "prepared on the server")) {
      names.add("how: " + how);
    }
    return names;
  }

  /** What a whole scenario is made of. */
  static List<String> of(Scenario scenario) {
    List<String> found = new ArrayList<>();
    Set<String> tables = new HashSet<>();
    for (Scenario.Migration migration : scenario.migrations()) {
      Matcher types = TYPE.matcher(migration.was());
      while (types.find()) {
        found.add("old column " + types.group(1));
      }
      found.add("migration " + kind(migration));
      found.add("start " + migration.start().split(" ", 2)[0]);
      if (!tables.add(migration.table())) {
        found.add("several migrations on a table");
      }
    }
    if (tables.size() > 1) {
      found.add("several mapped tables");
    }
    if (scenario.newShape()) {
      found.add("new shape");
    }
    return found;
  }

  private static String kind(Scenario.Migration migration) {
    if (migration.target().isPresent()) {
      return migration.target().get().whole() ? "table rename" : "move";
    }
    if (migration.mapping().contains("rename:")) {
      return "rename";
    } else if (migration.old().isEmpty()) {
      return "creation";
    } else if (migration.old().size() > 1) {
      return "merge";
    }
    return migration.forward().size() > 1 ? "split" : "conversion";
  }

  /** What this step, which both sides have been through without an error, is made of. */
  static List<String> of(Step step, Where where) {
    List<String> found = new ArrayList<>(List.of("step " + step.kind()));
    for (String text : step.texts()) {
      PARTS.forEach((name, pattern) -> {
        if (pattern.matcher(text).find()) {
          found.add(name);
        }
      });
    }
    if (step.isSql()) {
      found.addAll(how(step, where));
    }
    return found;
  }

  /** Where the step ran. */
  record Where(String url, boolean transaction, boolean reused, boolean cursor) {}

  private static List<String> how(Step step, Where where) {
    Map<String, Boolean> ways = new LinkedHashMap<>();
    ways.put(step.option("method", "execute"), step.kind().matches("statement|prepared"));
    ways.put("fetch size", step.number("fetch") > 0);
    ways.put("max rows", step.number("max") > 0);
    ways.put("all keys", step.option("keys", "").equals("*"));
    ways.put("named keys", step.option("keys", "").equals("id"));
    ways.put("batch keys", step.kind().equals("batch") && step.is("keys"));
    ways.put("reused", where.reused);
    ways.put("several executions", step.kind().equals("prepared") && step.rows().size() > 1);
    ways.put("parameters", step.rows().stream().anyMatch(row -> !row.isEmpty()));
    ways.put("in a transaction", where.transaction);
    ways.put("beside an open cursor", where.cursor);
    ways.put("in simple mode", where.url.contains("simple"));
    ways.put("prepared on the server", where.url.contains("prepareThreshold=1"));
    return ways.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(way -> "how: " + way.getKey())
        .toList();
  }
}
