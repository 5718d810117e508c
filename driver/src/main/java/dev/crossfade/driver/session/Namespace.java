package dev.crossfade.driver.session;

import dev.crossfade.catalog.Catalog;
import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.Lookup;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Shape;
import dev.crossfade.rewrite.MappedTable;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What names mean under one search_path: the part of the catalog that statements have asked for, and the plans made of it. Thread-safe; shared by all
 * sessions of one search_path, except those that have temporary relations or uncommitted DDL.
 */
final class Namespace implements Catalog {
  private static final int MOST_NAMES = 10_000;
  private static final String ABSENT = "";

  private final Binding binding;
  private final Key key;
  private final Map<ObjectName, Lookup<Relation>> relations = new ConcurrentHashMap<>();
  private final Map<ObjectName, Lookup<Function>> functions = new ConcurrentHashMap<>();
  private final Map<ObjectName, String> relationDigests = new ConcurrentHashMap<>();
  private final Map<ObjectName, String> functionDigests = new ConcurrentHashMap<>();
  private final AtomicInteger checked = new AtomicInteger();
  private final List<Scope> scopes;

  /**
   * @param schemas the search_path as it resolves, without temporary schemas
   * @param temporary the temporary relations, OID and name; a namespace with any is private to its session
   */
  record Key(List<String> schemas, List<String> temporary, Shape shape, boolean standardStrings) {}

  Namespace(Binding binding, Key key) {
    this.binding = binding;
    this.key = key;
    this.scopes = IntStream.range(0, binding.draws())
        .mapToObj(draw -> new Scope(this, binding.newReads(draw)))
        .toList();
  }

  Binding binding() {
    return binding;
  }

  Key key() {
    return key;
  }

  Scope scope(int draw) {
    return scopes.get(draw);
  }

  @Override
  public Lookup<Relation> relation(ObjectName name) {
    return relations.getOrDefault(name, new Lookup.Unknown<>());
  }

  @Override
  public Lookup<Function> function(ObjectName name) {
    return functions.getOrDefault(name, new Lookup.Unknown<>());
  }

  /** Asks the server for names that are not known yet. */
  void load(
      CatalogReader reader, Set<ObjectName> unknownRelations, Set<ObjectName> unknownFunctions)
      throws SQLException {
    if (!unknownRelations.isEmpty()) {
      Map<ObjectName, CatalogReader.Dated<Relation>> found =
          reader.relations(List.of(), unknownRelations, List.of()).byName();
      for (ObjectName name : unknownRelations) {
        CatalogReader.Dated<Relation> relation = found.get(name);
        relationDigests.put(name, relation == null ? ABSENT : relation.digest());
        relations.put(
            name,
            relation == null
                ? new Lookup.Absent<>()
                : new Lookup.Found<>(asBound(relation.value())));
      }
    }
    if (!unknownFunctions.isEmpty()) {
      Map<ObjectName, CatalogReader.Dated<Function>> found = reader.functions(unknownFunctions);
      for (ObjectName name : unknownFunctions) {
        CatalogReader.Dated<Function> function = found.get(name);
        functionDigests.put(name, function == null ? ABSENT : function.digest());
        functions.put(
            name, function == null ? new Lookup.Absent<>() : new Lookup.Found<>(function.value()));
      }
    }
  }

  /** A mapped table is the one that the snapshot was bound to: both readings must not differ within one plan. */
  private Relation asBound(Relation relation) {
    MappedTable mapped = binding.snapshot().tables().get(relation.oid());
    return mapped == null ? relation : mapped.relation();
  }

  /** Whether the caller is the first to ask in this tick. */
  boolean isDue(int tick) {
    int last = checked.get();
    return last != tick && checked.compareAndSet(last, tick);
  }

  /** Whether the catalog still says of each name what it said when it was read. */
  boolean isStillTrue(CatalogReader reader) throws SQLException {
    if (relationDigests.size() + functionDigests.size() > MOST_NAMES) {
      return false;
    }
    Map<ObjectName, String> asked = Map.copyOf(relationDigests);
    if (!asked.isEmpty()) {
      Map<ObjectName, String> now = reader.digests(asked.keySet());
      if (!asked.entrySet().stream()
          .allMatch(then -> then.getValue().equals(now.getOrDefault(then.getKey(), ABSENT)))) {
        return false;
      }
    }
    Map<ObjectName, String> called = Map.copyOf(functionDigests);
    if (called.isEmpty()) {
      return true;
    }
    Map<ObjectName, CatalogReader.Dated<Function>> now = reader.functions(called.keySet());
    return called.entrySet().stream()
        .allMatch(then -> then.getValue()
            .equals(now.containsKey(then.getKey()) ? now.get(then.getKey()).digest() : ABSENT));
  }

  double plans() {
    return scopes.stream().mapToDouble(Scope::plans).sum();
  }
}
