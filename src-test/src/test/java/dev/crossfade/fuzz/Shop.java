package dev.crossfade.fuzz;

import dev.crossfade.catalog.Catalog;
import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.Lookup;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Location;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.rewrite.Context;
import dev.crossfade.rewrite.MappedTable;
import dev.crossfade.rewrite.Snapshot;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the rewriter under fuzzing is told: the mapping of {@code fuzz/shop.yaml} in one phase, over the catalog of {@code fuzz/shop.catalog}. Immutable.
 *
 * @param snapshot the mapped tables
 * @param relations every relation by its name, and by its name behind its schema
 */
record Shop(Snapshot snapshot, Map<ObjectName, Relation> relations) implements Catalog {
  /** Every phase; cutover on either side of the draw, contract with the old columns and without. */
  private static final List<Phase> STAGES = List.of(
      Phase.EXPAND,
      Phase.DUAL_WRITE,
      Phase.COALESCE,
      Phase.CUTOVER,
      Phase.CUTOVER,
      Phase.CONTRACT,
      Phase.CONTRACT);

  private static final int NEW_READS = 4;
  private static final int DROPPED = 6;
  private static final Set<String> AGGREGATES =
      Set.of("count", "sum", "min", "max", "avg", "array_agg", "json_agg", "string_agg");
  private static final Set<String> VOLATILE =
      Set.of("random", "gen_random_uuid", "nextval", "clock_timestamp");
  private static final List<Shop> SHOPS =
      IntStream.range(0, STAGES.size()).mapToObj(Shop::of).toList();

  /** What is told in one of the stages, counted round. */
  static Context context(int stage, boolean newShape, boolean standardStrings) {
    int index = Math.floorMod(stage, STAGES.size());
    Shop shop = SHOPS.get(index);
    Set<String> newReads = index == NEW_READS
        ? shop.snapshot.mapping().migrations().stream()
            .map(Migration::name)
            .collect(Collectors.toSet())
        : Set.of();
    Shape shape = newShape ? Shape.NEW : Shape.OLD;
    return new Context(shop.snapshot, shape, newReads, shop, standardStrings);
  }

  /** What is told where nothing is mapped. */
  static Context unmapped(boolean standardStrings) {
    Mapping nothing = new Mapping(
        new Mapping.Unsupported(false), List.of(), new Location("crossfade.yaml", 1, 1));
    return new Context(
        new Snapshot(1, nothing, Map.of(), Set.of()),
        Shape.OLD,
        Set.of(),
        SHOPS.get(0),
        standardStrings);
  }

  private static Shop of(int stage) {
    CatalogFile file = CatalogFile.read(resource("shop.catalog"), stage == DROPPED);
    Mapping mapping = mapping(STAGES.get(stage));
    Map<Long, MappedTable> tables = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (CatalogFile.Entry entry : file.entries()) {
      String table = entry.of().orElse(entry.relation().name());
      List<Migration> migrations = mapping.migrations().stream()
          .filter(migration -> migration.table().name().equals(table))
          .toList();
      if (!migrations.isEmpty()) {
        names.add(entry.relation().name());
        if (entry.relation().kind() == Relation.Kind.TABLE) {
          tables.put(entry.relation().oid(), new MappedTable(entry.relation(), migrations));
        }
      }
    }
    return new Shop(new Snapshot(1, mapping, tables, Set.copyOf(names)), file.relations());
  }

  private static Mapping mapping(Phase phase) {
    String label = phase.label() + (phase == Phase.CUTOVER ? "\n    reads: 50%" : "");
    String yaml = resource("shop.yaml")
        .replace("${phase}", label)
        .replace("${reads}", phase == Phase.COALESCE ? "pass" : "reject");
    try {
      return MappingLoader.load(new MappingSource("shop.yaml", yaml), new SqlExpressionSyntax());
    } catch (MappingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(Shop.class.getResourceAsStream("/fuzz/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Lookup<Relation> relation(ObjectName name) {
    Relation relation = relations.get(name);
    return relation == null ? new Lookup.Absent<>() : new Lookup.Found<>(relation);
  }

  @Override
  public Lookup<Function> function(ObjectName name) {
    return new Lookup.Found<>(new Function(
        AGGREGATES.contains(name.name()), VOLATILE.contains(name.name()), Set.of(), false));
  }
}
