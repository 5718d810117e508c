package dev.crossfade.rewrite;

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
import dev.crossfade.mapping.NewTable;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.mapping.TableName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A catalog in which columns of users move to addresses and persons become people, all in one phase. */
final class Removal {
  private static final Location NOWHERE = new Location("crossfade.yaml", 1, 1);
  private static final Set<String> AGGREGATES = Set.of("count", "sum", "min", "max", "avg");

  private final Map<String, Relation> relations = new LinkedHashMap<>();

  private Removal(boolean dropped) {
    List<Column> users = new ArrayList<>();
    users.add(column("id", 1, "integer", true));
    users.add(column("name", 2, "text", false));
    if (!dropped) {
      users.add(column("street", 3, "text", false));
      users.add(column("floor", 4, "integer", false));
    }
    users.add(column("email", 5, "text", false));
    table(1, "users", users, "id");
    table(
        2,
        "addresses",
        List.of(
            column("user_id", 1, "integer", true),
            column("road", 2, "text", false),
            column("level", 3, "text", false),
            column("country", 4, "text", false)),
        "user_id");
    List<Column> persons = List.of(
        column("id", 1, "integer", true),
        column("first", 2, "text", false),
        column("last", 3, "text", false));
    if (!dropped) {
      table(3, "persons", persons, "id");
    }
    table(
        4,
        "people",
        List.of(
            column("last", 1, "text", false),
            column("id", 2, "integer", true),
            column("first", 3, "text", false),
            column("nick", 4, "text", false)),
        "id");
    table(
        5,
        "orders",
        List.of(column("id", 1, "integer", true), column("user_id", 2, "integer", false)),
        "id");
  }

  static Context context(Phase phase, Shape shape, boolean newReads) {
    Removal shop = new Removal(phase == Phase.CONTRACT);
    Move addresses = new Move(
        addresses(phase),
        shop.table("users"),
        Optional.of(shop.table("addresses")),
        Map.of("id", "user_id"),
        true,
        false);
    Relation persons = shop.relations.getOrDefault(
        "persons",
        new Relation(
            -4,
            "public",
            "persons",
            Relation.Kind.TABLE,
            List.of(
                column("id", 1, "integer", true),
                column("first", 2, "text", false),
                column("last", 3, "text", false)),
            Set.of()));
    Move people = new Move(
        people(phase), persons, Optional.of(shop.table("people")), Map.of("id", "id"), true, false);
    Map<Long, MappedTable> tables = new LinkedHashMap<>();
    tables.put(1L, mapped(shop.table("users"), addresses));
    tables.put(2L, mapped(shop.table("addresses"), addresses));
    tables.put(4L, mapped(shop.table("people"), people));
    Map<ObjectName, MappedTable> gone = new LinkedHashMap<>();
    if (phase == Phase.CONTRACT) {
      gone.put(new ObjectName(Optional.of("public"), "persons"), mapped(persons, people));
    } else {
      tables.put(3L, mapped(persons, people));
    }
    Snapshot snapshot = new Snapshot(
        1,
        new Mapping(
            new Mapping.Unsupported(false), List.of(addresses(phase), people(phase)), NOWHERE),
        tables,
        Set.of("users", "addresses", "persons", "people"),
        gone,
        Map.of());
    return new Context(
        snapshot, shape, newReads ? Set.of("addresses", "people") : Set.of(), shop.catalog(), true);
  }

  private static MappedTable mapped(Relation relation, Move move) {
    return new MappedTable(relation, List.of(), false, List.of(move));
  }

  private Relation table(String name) {
    return Optional.ofNullable(relations.get(name)).orElseThrow();
  }

  private void table(long oid, String name, List<Column> columns, String key) {
    relations.put(
        name,
        new Relation(
            oid,
            "public",
            name,
            Relation.Kind.TABLE,
            columns,
            List.of(new Relation.UniqueIndex("pkey", List.of(key), true, false, true)),
            Set.of()));
  }

  private Catalog catalog() {
    return new Catalog() {
      @Override
      public Lookup<Relation> relation(ObjectName name) {
        Relation relation = relations.get(name.name());
        return relation == null ? new Lookup.Absent<>() : new Lookup.Found<>(relation);
      }

      @Override
      public Lookup<Function> function(ObjectName name) {
        return new Lookup.Found<>(
            new Function(AGGREGATES.contains(name.name()), false, Set.of(), false));
      }
    };
  }

  private static Column column(String name, int number, String type, boolean notNull) {
    return new Column(name, number, type, 0, notNull, Optional.empty(), false, false, false);
  }

  private static Migration addresses(Phase phase) {
    Map<String, Expression> forward = new LinkedHashMap<>();
    forward.put("road", new Expression("street", NOWHERE));
    forward.put("level", new Expression("floor::text", NOWHERE));
    Map<String, Expression> back = new LinkedHashMap<>();
    back.put("street", new Expression("road", NOWHERE));
    back.put("floor", new Expression("coalesce(level, '0')::integer", NOWHERE));
    return migration("addresses", "users", phase, List.of("street", "floor"), forward, back, false);
  }

  private static Migration people(Phase phase) {
    Map<String, Expression> same = new LinkedHashMap<>();
    same.put("first", new Expression("\"first\"", NOWHERE));
    same.put("last", new Expression("\"last\"", NOWHERE));
    return migration("people", "persons", phase, List.of("first", "last"), same, same, true);
  }

  private static Migration migration(
      String name,
      String table,
      Phase phase,
      List<String> old,
      Map<String, Expression> forward,
      Map<String, Expression> back,
      boolean whole) {
    Map<String, OldColumn> was = new LinkedHashMap<>();
    old.forEach(column -> was.put(
        column,
        new OldColumn(
            whole ? old.indexOf(column) + 2 : old.indexOf(column) + 3,
            column.equals("floor") ? "integer" : "text",
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of())));
    return new Migration(
        name,
        new TableName(Optional.empty(), table),
        phase,
        BigDecimal.ZERO,
        old,
        forward,
        back,
        whole,
        whole ? Lossless.BOTH : Lossless.OLD,
        true,
        false,
        Set.of(),
        Optional.of(
            new NewTable(new TableName(Optional.empty(), name), Map.of(), Optional.empty(), whole)),
        was,
        NOWHERE);
  }
}
