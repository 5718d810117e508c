package dev.crossfade.driver.session;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.rewrite.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the catalog through one connection, as that connection's search_path shows it. */
final class CatalogReader {
  private final Probe probe;

  CatalogReader(Probe probe) {
    this.probe = probe;
  }

  /** What a connection's unqualified names mean. {@code temporary} holds the temporary relations, OID and name. */
  record Names(
      String searchPath,
      List<String> schemas,
      List<String> temporary,
      long database,
      String databaseName) {}

  /** A value and a digest of the catalog rows that it was read from. */
  record Dated<T>(T value, String digest) {}

  /** What came of reading relations: by the name asked for, and by OID. */
  record Relations(Map<ObjectName, Dated<Relation>> byName, Map<Long, Dated<Relation>> byOid) {}

  Probe probe() {
    return probe;
  }

  Names names() throws SQLException {
    return probe.query(CatalogSql.NAMES, List.of(), rows -> {
      rows.next();
      return new Names(
          rows.getString(1),
          strings(rows, 2),
          strings(rows, 3),
          rows.getLong(4),
          rows.getString(5));
    });
  }

  /**
   * Reads relations by name and by OID in one round trip.
   *
   * @param path the schemas for names without one; empty for the connection's own
   */
  Relations relations(List<String> path, Collection<ObjectName> names, Collection<Long> oids)
      throws SQLException {
    List<ObjectName> asked = List.copyOf(names);
    List<List<?>> parameters = List.of(path, schemas(asked), simpleNames(asked), List.copyOf(oids));
    String[][] facts = probe.query(CatalogSql.RELATIONS, parameters, rows -> {
      rows.next();
      return (String[][]) rows.getArray(1).getArray();
    });
    return assemble(asked, facts);
  }

  private static Relations assemble(List<ObjectName> asked, @Nullable String[][] facts) {
    Map<Long, List<Column>> columns = new HashMap<>();
    Map<Long, Set<Long>> reaches = new HashMap<>();
    Map<Long, List<@Nullable String[]>> uniques = new HashMap<>();
    Map<Long, @Nullable String[]> found = new LinkedHashMap<>();
    Map<ObjectName, Long> resolved = new LinkedHashMap<>();
    Map<String, @Nullable String[]> types = new HashMap<>();
    for (@Nullable String[] fact : facts) {
      if (text(fact, 0).equals("type")) {
        types.put(text(fact, 1) + " " + text(fact, 2), fact);
      }
    }
    for (@Nullable String[] fact : facts) {
      switch (text(fact, 0)) {
        case "name" ->
          resolved.put(asked.get(Integer.parseInt(text(fact, 1)) - 1), Long.valueOf(text(fact, 2)));
        case "relation" -> found.put(Long.valueOf(text(fact, 1)), fact);
        case "unique" ->
          uniques
              .computeIfAbsent(Long.valueOf(text(fact, 1)), oid -> new ArrayList<>())
              .add(fact);
        case "reach" ->
          reaches
              .computeIfAbsent(Long.valueOf(text(fact, 1)), oid -> new HashSet<>())
              .add(Long.valueOf(text(fact, 2)));
        case "column" ->
          columns
              .computeIfAbsent(Long.valueOf(text(fact, 1)), oid -> new ArrayList<>())
              .add(column(fact, types.get(text(fact, 1) + " " + text(fact, 3))));
        default -> {}
      }
    }
    Map<Long, Dated<Relation>> byOid = new LinkedHashMap<>();
    found.forEach((oid, fact) -> {
      List<Column> ordered = new ArrayList<>(columns.getOrDefault(oid, List.of()));
      ordered.sort((a, b) -> Integer.compare(a.number(), b.number()));
      Relation relation = new Relation(
          oid,
          text(fact, 2),
          text(fact, 3),
          kind(text(fact, 4)),
          List.copyOf(ordered),
          uniques.getOrDefault(oid, List.of()).stream()
              .map(unique -> unique(unique, ordered))
              .toList(),
          Set.copyOf(reaches.getOrDefault(oid, Set.of())));
      byOid.put(oid, new Dated<>(relation, String.valueOf(fact[5])));
    });
    Map<ObjectName, Dated<Relation>> byName = new LinkedHashMap<>();
    resolved.forEach((name, oid) -> {
      Dated<Relation> relation = byOid.get(oid);
      if (relation != null) {
        byName.put(name, relation);
      }
    });
    return new Relations(byName, byOid);
  }

  private static Relation.UniqueIndex unique(@Nullable String[] fact, List<Column> columns) {
    List<String> keys = Optional.ofNullable(fact[2]).stream()
        .flatMap(numbers -> Arrays.stream(numbers.split(" ")))
        .limit(Long.parseLong(text(fact, 3)))
        .map(Integer::valueOf)
        .flatMap(number -> columns.stream().filter(column -> column.number() == number))
        .map(Column::name)
        .toList();
    return new Relation.UniqueIndex(
        text(fact, 7),
        keys,
        Boolean.parseBoolean(fact[4]),
        Boolean.parseBoolean(fact[5]),
        Boolean.parseBoolean(fact[6]));
  }

  private static Column column(@Nullable String[] fact, @Nullable String @Nullable [] type) {
    Optional<String> origin = Optional.ofNullable(fact[9]);
    return new Column(
        text(fact, 2),
        Integer.parseInt(text(fact, 3)),
        text(fact, 4),
        Long.parseLong(text(fact, 5)),
        Boolean.parseBoolean(fact[6]),
        Optional.ofNullable(fact[7]),
        Boolean.parseBoolean(fact[8]),
        origin.filter("generated"::equals).isPresent(),
        origin.filter("identity"::equals).isPresent(),
        type == null ? text(fact, 4) : text(type, 3),
        type != null && Boolean.parseBoolean(text(type, 4)));
  }

  /** A type outside of pg_catalog: its spelling with its schema, what it stands on, and whether its name alone means it. */
  record Type(String spelling, String base, boolean visible) {}

  /** The types of these names that are not pg_catalog's, by the name asked for. */
  Map<ObjectName, Type> types(List<String> path, Collection<ObjectName> names) throws SQLException {
    List<ObjectName> asked = List.copyOf(names);
    List<List<?>> parameters = List.of(path, schemas(asked), simpleNames(asked));
    return probe.query(CatalogSql.TYPES, parameters, rows -> {
      Map<ObjectName, Type> types = new HashMap<>();
      while (rows.next()) {
        types.put(
            asked.get(rows.getInt(1) - 1),
            new Type(rows.getString(2), rows.getString(3), rows.getBoolean(4)));
      }
      return types;
    });
  }

  private static Relation.Kind kind(String relkind) {
    return switch (relkind) {
      case "p" -> Relation.Kind.PARTITIONED_TABLE;
      case "f" -> Relation.Kind.FOREIGN_TABLE;
      case "v" -> Relation.Kind.VIEW;
      case "m" -> Relation.Kind.MATERIALIZED_VIEW;
      case "S" -> Relation.Kind.SEQUENCE;
      case "c" -> Relation.Kind.COMPOSITE_TYPE;
      case "i", "I" -> Relation.Kind.INDEX;
      default -> Relation.Kind.TABLE;
    };
  }

  /** The functions of each name; a name without any is not in the answer. */
  Map<ObjectName, Dated<Function>> functions(Collection<ObjectName> names) throws SQLException {
    List<ObjectName> asked = List.copyOf(names);
    return probe.query(CatalogSql.FUNCTIONS, List.of(schemas(asked), simpleNames(asked)), rows -> {
      Map<ObjectName, Dated<Function>> functions = new LinkedHashMap<>();
      while (rows.next()) {
        functions.merge(asked.get(rows.getInt(1) - 1), function(rows), CatalogReader::both);
      }
      return functions;
    });
  }

  private static Dated<Function> function(ResultSet rows) throws SQLException {
    Set<String> outputs = Set.copyOf(new HashSet<>(strings(rows, 4)));
    return new Dated<>(
        new Function(rows.getBoolean(2), rows.getBoolean(3), outputs, rows.getBoolean(5)),
        rows.getString(6));
  }

  private static Dated<Function> both(Dated<Function> a, Dated<Function> b) {
    Set<String> outputs = new HashSet<>(a.value().outputs());
    outputs.addAll(b.value().outputs());
    Function function = new Function(
        a.value().aggregate() || b.value().aggregate(),
        a.value().mayBeVolatile() || b.value().mayBeVolatile(),
        Set.copyOf(outputs),
        a.value().anyRecord() || b.value().anyRecord());
    return new Dated<>(function, a.digest() + b.digest());
  }

  /** Digests of relations by name, as {@link #relations} dates them, under the connection's own search_path. */
  Map<ObjectName, String> digests(Collection<ObjectName> names) throws SQLException {
    List<ObjectName> asked = List.copyOf(names);
    return probe.query(CatalogSql.DIGESTS, List.of(schemas(asked), simpleNames(asked)), rows -> {
      Map<ObjectName, String> digests = new HashMap<>();
      while (rows.next()) {
        digests.put(asked.get(rows.getInt(1) - 1), rows.getString(3));
      }
      return digests;
    });
  }

  /** Partitions and inheritance children, at any depth, of each of these. */
  Map<Long, List<Long>> children(Collection<Long> oids) throws SQLException {
    return probe.query(CatalogSql.CHILDREN, List.of(List.copyOf(oids)), rows -> {
      Map<Long, List<Long>> children = new LinkedHashMap<>();
      while (rows.next()) {
        children.computeIfAbsent(rows.getLong(1), root -> new ArrayList<>()).add(rows.getLong(2));
      }
      return children;
    });
  }

  /** The tables that these refer to, by OID. */
  Map<Long, Snapshot.Referenced> referenced(Collection<Long> oids) throws SQLException {
    return probe.query(CatalogSql.REFERENCED, List.of(List.copyOf(oids)), rows -> {
      Map<Long, Snapshot.Referenced> referenced = new LinkedHashMap<>();
      while (rows.next()) {
        Set<Snapshot.ForeignKey> keys = new HashSet<>();
        for (String key : (String[]) rows.getArray(4).getArray()) {
          keys.add(foreignKey(rows.getLong(1), key.split(" ")));
        }
        Snapshot.Referenced one =
            new Snapshot.Referenced(rows.getString(3), Set.of(rows.getLong(1)), Set.copyOf(keys));
        referenced.merge(rows.getLong(2), one, Snapshot.Referenced::and);
      }
      return referenced;
    });
  }

  private static Snapshot.ForeignKey foreignKey(long table, String... parts) {
    String[] here = parts[1].split(",");
    String[] there = parts[2].split(",");
    Map<Integer, Integer> columns = new HashMap<>();
    for (int i = 0; i < here.length; i++) {
      columns.put(Integer.valueOf(here[i]), Integer.valueOf(there[i]));
    }
    return new Snapshot.ForeignKey(table, Map.copyOf(columns), parts[0].equals("c"));
  }

  /** Names of these relations and of every view over them. */
  Set<String> namesReaching(Collection<Long> oids) throws SQLException {
    return probe.query(CatalogSql.REACHED_FROM, List.of(List.copyOf(oids)), rows -> {
      Set<String> names = new LinkedHashSet<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    });
  }

  /** One digest of everything that a binding of these tables stands on. */
  String bindingDigest(List<String> path, Collection<ObjectName> tables) throws SQLException {
    List<ObjectName> asked = List.copyOf(tables);
    return probe.query(
        CatalogSql.BINDING_DIGEST, List.of(schemas(asked), simpleNames(asked), path), rows -> {
          rows.next();
          return String.valueOf(rows.getString(1));
        });
  }

  /** The names of tables in these schemas, for a near name. */
  Set<String> tableNames(List<String> schemas) throws SQLException {
    String sql =
        "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind IN ('r', 'p') AND n.nspname::pg_catalog.text = ANY (?::pg_catalog.text[]) AND n.nspname <> 'pg_catalog' LIMIT 10000";
    return probe.query(sql, List.of(schemas), rows -> {
      Set<String> names = new TreeSet<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    });
  }

  private static List<String> schemas(List<ObjectName> names) {
    return names.stream().map(name -> name.schema().orElse("")).toList();
  }

  private static List<String> simpleNames(List<ObjectName> names) {
    return names.stream().map(ObjectName::name).toList();
  }

  private static String text(@Nullable String[] fact, int at) {
    String value = fact[at];
    if (value == null) {
      throw new IllegalStateException("a fact of the catalog without its part " + at);
    }
    return value;
  }

  static List<String> strings(ResultSet rows, int column) throws SQLException {
    return List.of((String[]) rows.getArray(column).getArray());
  }
}
