package dev.crossfade.migrator.plan;

import dev.crossfade.mapping.NewTable;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Floor;
import dev.crossfade.migrator.plan.Table.Attribute;
import dev.crossfade.migrator.plan.Table.Grant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The new columns, or the new table, as the application's role may use them from the first moment. */
final class ExpandSteps {
  private static final Stage STAGE = Stage.EXPAND;

  private final Work work;
  private final Map<String, String> types;

  /** @param types new columns' types with their collations, of those that aren't there yet */
  ExpandSteps(Work work, Map<String, String> types) {
    this.work = work;
    this.types = types;
  }

  void plan() {
    if (work.moves() && !work.targetExists() && work.draft().creates(work.targetName())) {
      createTable(work.migration().newTable().orElseThrow());
    } else if (!types.isEmpty()) {
      addColumns();
    }
    work.migration().newTable().ifPresent(this::tableRights);
    comments();
    grants();
  }

  private void addColumns() {
    List<String> clauses = new ArrayList<>();
    List<String> added = types.keySet().stream()
        // Of a table that another migration's step makes, the key is there then.
        .filter(name -> work.migration()
            .newTable()
            .filter(moved -> moved.key().containsValue(name))
            .isEmpty())
        .toList();
    added.forEach(name -> {
      String type = types.get(name);
      String column = work.quoting().name(name);
      clauses.add("ADD COLUMN " + column + " " + type);
      source(name).ifPresent(old -> {
        old.storage()
            .ifPresent(word -> clauses.add("ALTER COLUMN " + column + " SET STORAGE " + word));
        old.compression()
            .ifPresent(word -> clauses.add("ALTER COLUMN " + column + " SET COMPRESSION " + word));
      });
    });
    work.add(
        work.step(
                STAGE,
                "add " + String.join(", ", added),
                "ALTER TABLE " + work.targetName() + " " + String.join(", ", clauses),
                work.moment(Lock.ACCESS_EXCLUSIVE))
            .because(
                "The mapping file names the column first, in `expand`: `SELECT *` would show it to the application otherwise. Nullable and without a default, so that no row is rewritten."));
  }

  private void createTable(NewTable moved) {
    List<String> parts = new ArrayList<>();
    if (moved.wholeTable()) {
      parts.add(
          "LIKE " + work.tableName()
              + " INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION INCLUDING COMMENTS");
    } else {
      types.forEach((name, type) -> parts.add(
          work.quoting().name(name) + " " + type + (isNotNull(moved, name) ? " NOT NULL" : "")));
    }
    if (!moved.key().isEmpty()) {
      parts.add((isPrimaryKey(moved) ? "PRIMARY KEY (" : "UNIQUE (")
          + work.quoting().list(moved.key().values()) + ")");
    }
    work.add(work.step(
            STAGE,
            "create table " + moved.name(),
            "CREATE TABLE " + work.targetName() + " (" + String.join(", ", parts) + ")")
        .because("Locks nothing that anybody uses."));
  }

  /** Who may use the old table may use the new one. */
  private void tableRights(NewTable moved) {
    if (!work.target().owner().equals(work.table().owner())) {
      work.add(work.step(
          STAGE,
          "owner of " + moved.name(),
          "ALTER TABLE " + work.targetName() + " OWNER TO " + work.table().owner()));
    }
    work.table().grants().stream()
        .filter(grant -> !work.target().grants().contains(grant))
        .forEach(grant -> work.add(grant(grant, "")));
  }

  private boolean isNotNull(NewTable moved, String name) {
    return moved.key().containsValue(name)
        || !work.shared() && source(name).map(Attribute::notNull).orElse(false);
  }

  private boolean isPrimaryKey(NewTable moved) {
    return work.table().constraints().stream()
        .anyMatch(
            c -> c.type() == 'p' && c.columns().equals(List.copyOf(moved.key().keySet())));
  }

  /** The old column whose place a new one takes. */
  private Optional<Attribute> source(String young) {
    return work.migration().oldColumns().stream()
        .filter(old -> work.renamed(old).filter(young::equals).isPresent())
        .findFirst()
        .flatMap(work.table()::attribute);
  }

  /** Only in expand: later the migration's floor stands in the new column's comment, and must not be written over. */
  private void comments() {
    if (work.migration().phase() != Phase.EXPAND) {
      return;
    }
    work.migration()
        .forward()
        .keySet()
        .forEach(name -> source(name)
            .flatMap(Attribute::comment)
            .filter(comment -> !Floor.isIn(comment))
            .filter(comment ->
                work.target().attribute(name).flatMap(Attribute::comment).isEmpty())
            .ifPresent(comment -> work.add(work.step(
                STAGE,
                "comment on " + name,
                "COMMENT ON COLUMN " + work.targetName() + "." + work.quoting().name(name) + " IS "
                    + Quoting.literal(comment),
                work.moment(Lock.SHARE_UPDATE_EXCLUSIVE)))));
  }

  /** What a role may do with old columns by a grant on them alone, it must be able to do with all of the new ones. */
  private void grants() {
    Map<String, List<String>> missing = new LinkedHashMap<>();
    work.migration().newColumns().forEach(young -> missing.put(young, new ArrayList<>()));
    for (String old : work.migration().oldColumns()) {
      for (Grant grant : work.table().attribute(old).map(Attribute::grants).orElse(List.of())) {
        for (String young : work.migration().newColumns()) {
          boolean there = work.target()
              .attribute(young)
              .map(a -> a.grants().contains(grant))
              .orElse(false);
          if (!there) {
            missing
                .computeIfAbsent(young, name -> new ArrayList<>())
                .add(grant(grant, " (" + work.quoting().name(young) + ")").sql());
          }
        }
      }
    }
    missing.forEach((young, statements) -> statements.stream()
        .distinct()
        .forEach(sql -> work.add(work.step(STAGE, "grant on " + young, sql)
            .because("A grant on the old column alone; Crossfade doesn't connect without it."))));
  }

  private Step grant(Grant grant, String columns) {
    return work.step(
        STAGE,
        "grant to " + grant.grantee(),
        "GRANT " + grant.privilege() + columns + " ON " + work.targetName() + " TO "
            + grant.grantee() + (grant.grantable() ? " WITH GRANT OPTION" : ""));
  }

  /** The columns of a new table that stands in for one that isn't there yet. */
  static List<String> definitions(Quoting quoting, Map<String, String> types) {
    return types.entrySet().stream()
        .map(entry -> quoting.name(entry.getKey()) + " " + entry.getValue())
        .collect(Collectors.toList());
  }
}
