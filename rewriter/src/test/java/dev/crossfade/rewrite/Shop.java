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
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.mapping.TableName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A small shop's catalog and migrations, all in one phase. */
final class Shop {
  private static final Location NOWHERE = new Location("crossfade.yaml", 1, 1);
  private static final Set<String> AGGREGATES =
      Set.of("count", "sum", "min", "max", "avg", "array_agg", "json_agg", "string_agg");
  private static final Set<String> VOLATILE =
      Set.of("random", "gen_random_uuid", "nextval", "clock_timestamp");

  private final Map<String, Relation> relations = new HashMap<>();

  static Context context(Phase phase, Shape shape, boolean newReads) {
    Shop shop = new Shop();
    boolean dropped = phase == Phase.CONTRACT;
    List<Column> users = new ArrayList<>();
    users.add(column("id", 1, "integer", "nextval('users_id_seq'::regclass)"));
    if (!dropped) {
      users.add(column("username", 2, "character varying(50)", null));
      users.add(column("full_name", 3, "text", null));
    }
    users.add(column("email", 4, "text", "'none'::text"));
    users.add(column("handle", 5, "character varying(50)", null));
    users.add(column("first_name", 6, "text", null));
    users.add(column("last_name", 7, "text", null));
    shop.add(1, "users", users);
    List<Column> products = new ArrayList<>();
    products.add(column("id", 1, "integer", null));
    if (!dropped) {
      products.add(column("price", 2, "integer", "0"));
    }
    products.add(column("price_decimal", 3, "numeric(10,2)", null));
    shop.add(2, "products", products);
    shop.add(
        3,
        "orders",
        List.of(
            column("id", 1, "integer", null),
            column("user_id", 2, "integer", null),
            column("shipping_method", 3, "text", null)));
    shop.add(
        4,
        "profiles",
        List.of(
            column("id", 1, "integer", null),
            column("username", 2, "text", null),
            column("handle", 3, "text", null)));
    Map<Long, MappedTable> tables = new LinkedHashMap<>();
    tables.put(
        1L, new MappedTable(shop.relations.get("users"), List.of(rename(phase), split(phase))));
    tables.put(2L, new MappedTable(shop.relations.get("products"), List.of(dollars(phase))));
    tables.put(3L, new MappedTable(shop.relations.get("orders"), List.of(shipping(phase))));
    List<Migration> migrations =
        tables.values().stream().flatMap(table -> table.migrations().stream()).toList();
    Snapshot snapshot = new Snapshot(
        1,
        new Mapping(new Mapping.Unsupported(false), migrations, NOWHERE),
        tables,
        Set.of("users", "products", "orders"));
    Set<String> share = newReads ? Set.of("handle", "names", "dollars", "shipping") : Set.of();
    return new Context(snapshot, shape, share, shop.catalog(), true);
  }

  private void add(long oid, String name, List<Column> columns) {
    relations.put(name, new Relation(oid, "public", name, Relation.Kind.TABLE, columns, Set.of()));
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
        return new Lookup.Found<>(new Function(
            AGGREGATES.contains(name.name()), VOLATILE.contains(name.name()), Set.of(), false));
      }
    };
  }

  private static Column column(String name, int number, String type, String defaultExpression) {
    Optional<String> expression = Optional.ofNullable(defaultExpression);
    return new Column(
        name,
        number,
        type,
        0,
        false,
        expression,
        expression.filter(e -> e.startsWith("nextval")).isPresent(),
        false,
        false);
  }

  private static Migration rename(Phase phase) {
    return migration(
        "handle",
        "users",
        phase,
        List.of("username"),
        Map.of("handle", "username"),
        Map.of("username", "handle"),
        true,
        Lossless.BOTH,
        was("username", 2, "varchar(50)"));
  }

  private static Migration split(Phase phase) {
    Map<String, String> forward = new LinkedHashMap<>();
    forward.put("first_name", "split_part(full_name, ' ', 1)");
    forward.put("last_name", "substr(full_name, length(split_part(full_name, ' ', 1)) + 2)");
    Map<String, String> back =
        Map.of("full_name", "first_name || coalesce(' ' || nullif(last_name, ''), '')");
    return migration(
        "names",
        "users",
        phase,
        List.of("full_name"),
        forward,
        back,
        false,
        Lossless.OLD,
        was("full_name", 3, "text"));
  }

  private static Migration dollars(Phase phase) {
    return migration(
        "dollars",
        "products",
        phase,
        List.of("price"),
        Map.of("price_decimal", "price / 100.0"),
        Map.of("price", "round(price_decimal * 100)"),
        false,
        Lossless.BOTH,
        was("price", 2, "integer"));
  }

  private static Migration shipping(Phase phase) {
    return migration(
        "shipping",
        "orders",
        phase,
        List.of(),
        Map.of("shipping_method", "'standard'"),
        Map.of(),
        false,
        Lossless.BOTH,
        Map.of());
  }

  private static Map<String, OldColumn> was(String name, int position, String type) {
    return Map.of(
        name,
        new OldColumn(
            position,
            type,
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of()));
  }

  private static Migration migration(
      String name,
      String table,
      Phase phase,
      List<String> old,
      Map<String, String> forward,
      Map<String, String> back,
      boolean rename,
      Lossless lossless,
      Map<String, OldColumn> was) {
    return new Migration(
        name,
        new TableName(Optional.empty(), table),
        phase,
        BigDecimal.ZERO,
        old,
        expressions(forward),
        expressions(back),
        rename,
        lossless,
        true,
        false,
        Set.of(),
        Optional.empty(),
        was,
        NOWHERE);
  }

  private static Map<String, Expression> expressions(Map<String, String> sql) {
    Map<String, Expression> expressions = new LinkedHashMap<>();
    sql.forEach((column, text) -> expressions.put(column, new Expression(text, NOWHERE)));
    return expressions;
  }
}
