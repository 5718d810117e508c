package dev.crossfade.corpus;

import dev.crossfade.catalog.Catalog;
import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.Lookup;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Location;
import dev.crossfade.mapping.Lossless;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.mapping.TableName;
import dev.crossfade.rewrite.Context;
import dev.crossfade.rewrite.MappedTable;
import dev.crossfade.rewrite.Snapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the rewriter is told of the regression suite's tables: some of them with one migration each, that moves the first column to {@code xnew}. Remembers which
 * relations it was asked for. Not thread-safe.
 */
public final class RegressionCatalog implements Catalog {
  private static final Location NOWHERE = new Location("crossfade.yaml", 1, 1);
  private static final Set<String> AGGREGATES = Set.of(
      "count",
      "sum",
      "min",
      "max",
      "avg",
      "array_agg",
      "string_agg",
      "json_agg",
      "bool_and",
      "every");
  private static final List<String> TENK = List.of(
      "unique1",
      "unique2",
      "two",
      "four",
      "ten",
      "twenty",
      "hundred",
      "thousand",
      "twothousand",
      "fivethous",
      "tenthous",
      "odd",
      "even",
      "stringu1",
      "stringu2",
      "string4");

  /** Tables of the suite with their columns. */
  public static final Map<String, List<String>> TABLES = tables();

  private final Map<String, Relation> relations = new LinkedHashMap<>();
  private final Map<Long, MappedTable> mapped = new LinkedHashMap<>();
  private final List<Migration> migrations = new ArrayList<>();
  private final Set<ObjectName> asked = new LinkedHashSet<>();
  private final Phase phase;

  private RegressionCatalog(Phase phase) {
    this.phase = phase;
  }

  private static Map<String, List<String>> tables() {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    tables.put("tenk1", TENK);
    tables.put("onek", TENK);
    tables.put("tenk2", TENK);
    tables.put("int4_tbl", List.of("f1"));
    tables.put("int8_tbl", List.of("q1", "q2"));
    tables.put("text_tbl", List.of("f1"));
    tables.put("insertconflicttest", List.of("key", "fruit"));
    tables.put("target", List.of("tid", "balance"));
    tables.put("source", List.of("sid", "delta"));
    tables.put("emp", List.of("name", "age", "location", "salary", "manager"));
    tables.put("update_test", List.of("a", "b", "c"));
    tables.put("j1_tbl", List.of("i", "j", "t"));
    tables.put("j2_tbl", List.of("i", "k"));
    return Map.copyOf(tables);
  }

  /** The suite's tables, each under a migration in this phase. */
  public static RegressionCatalog mapped(Phase phase) {
    RegressionCatalog catalog = new RegressionCatalog(phase);
    TABLES.forEach((table, columns) -> catalog.add(table, columns, true));
    return catalog;
  }

  /** The suite's tables, and no migration. */
  public static RegressionCatalog unmapped() {
    RegressionCatalog catalog = new RegressionCatalog(Phase.EXPAND);
    TABLES.forEach((table, columns) -> catalog.add(table, columns, false));
    return catalog;
  }

  /** One table under a migration and nothing else. */
  public static RegressionCatalog only(String table, Phase phase) {
    RegressionCatalog catalog = new RegressionCatalog(phase);
    catalog.add(table, TABLES.getOrDefault(table, List.of("f1", "f2")), true);
    return catalog;
  }

  private void add(String table, List<String> columns, boolean isMapped) {
    long oid = relations.size() + 1L;
    String old = columns.get(0);
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!(isMapped && phase == Phase.CONTRACT && i == 0)) {
        all.add(column(columns.get(i), i + 1));
      }
    }
    if (isMapped) {
      all.add(column("xnew", columns.size() + 1));
    }
    Relation relation = new Relation(oid, "public", table, Relation.Kind.TABLE, all, Set.of());
    relations.put(table, relation);
    if (isMapped) {
      Migration migration = migration(table, old);
      migrations.add(migration);
      mapped.put(oid, new MappedTable(relation, List.of(migration)));
    }
  }

  private static Column column(String name, int number) {
    return new Column(name, number, "integer", 23, false, Optional.empty(), false, false, false);
  }

  private Migration migration(String table, String old) {
    return new Migration(
        table,
        new TableName(Optional.empty(), table),
        phase,
        BigDecimal.ZERO,
        List.of(old),
        Map.of("xnew", new Expression("\"" + old + "\" + 1", NOWHERE)),
        Map.of(old, new Expression("xnew - 1", NOWHERE)),
        false,
        Lossless.BOTH,
        true,
        false,
        Set.of(),
        Optional.empty(),
        Map.of(
            old,
            new OldColumn(
                1,
                "integer",
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of())),
        NOWHERE);
  }

  public Context context() {
    Set<String> names = mapped.isEmpty() ? Set.of() : relations.keySet();
    Snapshot snapshot = new Snapshot(
        1,
        new Mapping(new Mapping.Unsupported(false), migrations, NOWHERE),
        mapped,
        Set.copyOf(names));
    return new Context(snapshot, Shape.OLD, Set.of(), this, true);
  }

  /** The relations that were asked for since the last call. */
  public Set<ObjectName> asked() {
    Set<ObjectName> all = new LinkedHashSet<>(asked);
    asked.clear();
    return all;
  }

  @Override
  public Lookup<Relation> relation(ObjectName name) {
    asked.add(name);
    Relation relation = name.schema().filter(schema -> !schema.equals("public")).isPresent()
        ? null
        : relations.get(name.name());
    return relation == null ? new Lookup.Absent<>() : new Lookup.Found<>(relation);
  }

  @Override
  public Lookup<Function> function(ObjectName name) {
    return new Lookup.Found<>(new Function(
        AGGREGATES.contains(name.name()), name.name().equals("random"), Set.of(), false));
  }
}
