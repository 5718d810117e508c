package dev.crossfade.migrator.shape;

import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.ExpressionText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Columns that move to a table of their own, one row for one row.
 *
 * @param key old table's column to new table's, unique and never null on both sides
 * @param segments where the old table's rows are
 * @param newSegments where the new table's rows are
 * @param hasMore whether the new table has other columns
 * @param several whether other migrations bring columns to it, too
 * @param others those that have left {@code expand}
 */
public record TableMove(
    Migration migration,
    Table table,
    Table newTable,
    Map<TypedColumn, TypedColumn> key,
    List<Segment> segments,
    List<Segment> newSegments,
    Conversion conversion,
    boolean hasMore,
    boolean several,
    List<TableMove> others)
    implements Bound {
  private static final String OLD = "o";
  private static final String NEW = "n";
  private static final String OTHER = "other_old";

  /** Whether the whole table moves ({@code rename: "*"}). */
  public boolean isWhole() {
    return migration.newTable().filter(target -> target.wholeTable()).isPresent();
  }

  /** Whether the new table may hold rows that this migration didn't make. */
  private boolean sharesRows() {
    return hasMore || several;
  }

  /** Whether the old row calls for a new one: true or false, never null. */
  public String present(String alias) {
    return present(name -> conversion.old().containsKey(name)
        ? conversion.old().get(name).of(alias)
        : table.column(name).map(column -> column.of(alias)).orElseThrow());
  }

  private String present(Function<String, String> old) {
    if (isWhole()) {
      return "true";
    }
    Optional<Expression> present = migration.newTable().flatMap(target -> target.present());
    return present
        .map(expression -> "(" + ExpressionText.over(expression.sql(), old::apply) + ") IS TRUE")
        .orElseGet(() -> "pg_catalog.num_nonnulls("
            + Conversion.list(conversion.old().values(), column -> old.apply(column.name()))
            + ") > 0");
  }

  /** Whether another migration needs the new row; where it is in contract, the row itself tells. */
  private String wanted() {
    List<String> each = new ArrayList<>();
    for (TableMove other : others) {
      String row = "EXISTS (SELECT FROM " + other.table.sql() + " AS " + OTHER + " WHERE "
          + other.joined(OTHER, NEW);
      each.add(
          other.migration.phase() == Phase.CONTRACT
              ? "CASE WHEN " + row + ") THEN "
                  + other.present(name -> other.conversion.backward(name, NEW)) + " ELSE "
                  + other.conversion.filled(NEW) + " END"
              : row + " AND " + other.present(OTHER) + ")");
    }
    return each.isEmpty() ? "false" : "(" + String.join(" OR ", each) + ")";
  }

  /** Whether the two rows belong together. */
  public String joined(String oldAlias, String newAlias) {
    return key.entrySet().stream()
        .map(pair -> pair.getValue().of(newAlias) + " = " + pair.getKey().of(oldAlias))
        .collect(Collectors.joining(" AND "));
  }

  @Override
  public List<Walk> walks() {
    List<Walk> walks = new ArrayList<>();
    segments.forEach(segment -> walks.add(several ? overOldBeside(segment) : overOld(segment)));
    if (several && !hasMore) {
      newSegments.forEach(segment -> walks.add(orphansBeside(segment)));
    } else if (!sharesRows()) {
      newSegments.forEach(segment -> walks.add(orphans(segment, NEW, table, OLD)));
    }
    return List.copyOf(walks);
  }

  @Override
  public List<Walk> reverseWalks() {
    if (!isWhole()) {
      return segments.stream().map(this::reverse).toList();
    }
    TableMove mirror = new TableMove(
        migration,
        newTable,
        table,
        key.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey)),
        newSegments,
        segments,
        conversion.reversed(),
        false,
        false,
        List.of());
    return mirror.walks();
  }

  private Walk overOld(Segment segment) {
    String there = key.values().iterator().next().of(NEW) + " IS NOT NULL";
    String different = conversion.forwardDiffers(OLD, NEW);
    String contradicts = conversion.backwardDiffers(OLD, NEW);
    // A new application may have written a row that the old side alone wouldn't call for.
    String extra =
        "NOT (" + present(OLD) + ") AND " + contradicts + (sharesRows() ? " AND " + different : "");
    String verdict = "CASE WHEN " + present(OLD) + " AND NOT (" + there + ") THEN 'missing' WHEN "
        + there + " AND " + extra + " THEN 'extra' WHEN "
        + there + " AND " + different + " AND " + contradicts + " THEN 'different' WHEN "
        + conversion.lossy(OLD) + " THEN 'lossy' END";
    String drifted = "(CASE WHEN " + there + " THEN " + different + " AND " + contradicts + " OR "
        + extra + " ELSE " + present(OLD) + " END)";
    String old = "ONLY " + segment.sql() + " AS " + OLD;
    String joined = old + " LEFT JOIN " + newTable.sql() + " AS " + NEW + " ON " + joined(OLD, NEW);
    RangeSql lock = new RangeSql(
        "SELECT 1 FROM " + joined + " WHERE ",
        " AND " + drifted + " ORDER BY " + segment.key().list(OLD) + " FOR UPDATE OF " + OLD);
    List<RangeSql> mends = new ArrayList<>(List.of(insert(old)));
    if (!conversion.young().isEmpty()) {
      mends.add(update(old, different, contradicts));
    }
    leave(old, contradicts).ifPresent(mends::add);
    List<RangeSql> locks = new ArrayList<>(List.of(lock));
    touch(old).ifPresent(locks::add);
    return new Walk(segment, OLD, joined, verdict, drifted, List.copyOf(locks), List.copyOf(mends));
  }

  /** A new row stays as long as another migration needs it, without this one's columns. */
  private Walk overOldBeside(Segment segment) {
    String there = key.values().iterator().next().of(NEW) + " IS NOT NULL";
    String filled = conversion.filled(NEW);
    String different = conversion.forwardDiffers(OLD, NEW);
    String contradicts = conversion.backwardDiffers(OLD, NEW);
    String unfilled = "NOT (" + filled + ") AND " + different;
    String astray = filled + " AND " + contradicts;
    String extra = "NOT (" + present(OLD) + ") AND "
        + (hasMore ? "(" + astray + ")" : "(" + astray + " OR NOT " + wanted() + ")");
    String verdict = "CASE WHEN " + present(OLD) + " AND (NOT (" + there + ") OR " + unfilled
        + ") THEN 'missing' WHEN " + there + " AND " + extra + " THEN 'extra' WHEN "
        + present(OLD) + " AND " + different + " AND " + contradicts + " THEN 'different' WHEN "
        + conversion.lossy(OLD) + " THEN 'lossy' END";
    String drifted = "(CASE WHEN " + there + " THEN " + present(OLD) + " AND " + different
        + " AND (NOT (" + filled + ") OR " + contradicts + ") OR " + extra + " ELSE "
        + present(OLD) + " END)";
    String old = "ONLY " + segment.sql() + " AS " + OLD;
    String pair = newTable.sql() + " AS " + NEW + " ON " + joined(OLD, NEW);
    String joined = old + " LEFT JOIN " + pair;
    String order = " ORDER BY " + segment.key().list(OLD);
    List<RangeSql> locks = new ArrayList<>();
    locks.add(new RangeSql(
        "SELECT 1 FROM " + joined + " WHERE ",
        " AND " + drifted + order + " FOR UPDATE OF " + OLD));
    touch(old).ifPresent(locks::add);
    // What the others want is looked at in a later statement.
    locks.add(new RangeSql(
        "SELECT 1 FROM " + old + " JOIN " + pair + " WHERE ",
        " AND " + extra + order + " FOR UPDATE OF " + NEW));
    List<RangeSql> mends = new ArrayList<>(List.of(insert(old)));
    mends.add(new RangeSql(
        set(column -> conversion.forward(column.name(), OLD)) + " FROM " + old + " WHERE "
            + joined(OLD, NEW) + " AND ",
        " AND " + present(OLD) + " AND " + different + " AND (NOT (" + filled + ") OR "
            + contradicts + ")"));
    mends.add(new RangeSql(
        set(column -> "NULL") + " FROM " + old + " WHERE " + joined(OLD, NEW) + " AND ",
        " AND NOT (" + present(OLD) + ") AND " + astray + stays()));
    if (!hasMore) {
      mends.add(new RangeSql(
          "DELETE FROM " + newTable.sql() + " AS " + NEW + " USING " + old + " WHERE "
              + joined(OLD, NEW) + " AND ",
          " AND NOT (" + present(OLD) + ") AND NOT " + wanted()));
    }
    return new Walk(segment, OLD, joined, verdict, drifted, List.copyOf(locks), List.copyOf(mends));
  }

  private String stays() {
    return hasMore ? "" : " AND " + wanted();
  }

  private String set(Function<TypedColumn, String> value) {
    return "UPDATE " + newTable.sql() + " AS " + NEW + " SET "
        + Conversion.list(
            conversion.young().values(), column -> column.sql() + " = " + value.apply(column));
  }

  /** New rows that have columns of an old row which isn't there, or which nobody needs. */
  private Walk orphansBeside(Segment segment) {
    String rows = "ONLY " + segment.sql() + " AS " + NEW;
    String set = "UPDATE " + rows + " SET "
        + Conversion.list(conversion.young().values(), column -> column.sql() + " = NULL");
    String alone = "NOT EXISTS (SELECT FROM " + table.sql() + " AS " + OLD + " WHERE "
        + joined(OLD, NEW) + ")";
    String filled = conversion.filled(NEW);
    String lonely = alone + " AND (" + filled + " OR NOT " + wanted() + ")";
    return new Walk(
        segment,
        NEW,
        rows,
        "CASE WHEN " + lonely + " THEN 'extra' END",
        "(" + lonely + ")",
        List.of(new RangeSql(
            "SELECT 1 FROM " + rows + " WHERE ",
            " AND " + lonely + " ORDER BY " + segment.key().list(NEW) + " FOR UPDATE")),
        List.of(
            new RangeSql(set + " WHERE ", " AND " + alone + " AND " + filled + " AND " + wanted()),
            new RangeSql(
                "DELETE FROM " + rows + " WHERE ", " AND " + alone + " AND NOT " + wanted())));
  }

  /**
   * Writes the old rows whose new ones come into being, as they are. A transaction in REPEATABLE READ whose snapshot is older can't see the new row, and would leave it behind when it
   * deletes the old one: this way it gets 40001.
   */
  private Optional<RangeSql> touch(String old) {
    return conversion.old().values().stream()
        .findFirst()
        .map(column -> new RangeSql(
            "UPDATE " + old + " SET " + column.sql() + " = " + column.of(OLD) + " WHERE ",
            " AND " + present(OLD) + " AND NOT EXISTS (SELECT FROM " + newTable.sql() + " AS " + NEW
                + " WHERE " + joined(OLD, NEW) + ") RETURNING 1"));
  }

  private RangeSql insert(String old) {
    List<TypedColumn> columns = new ArrayList<>(key.values());
    columns.addAll(conversion.young().values());
    List<String> values =
        new ArrayList<>(key.keySet().stream().map(column -> column.of(OLD)).toList());
    conversion.young().keySet().forEach(name -> values.add(conversion.forward(name, OLD)));
    // Whatever defaults they have, the others' columns are not this row's.
    for (TableMove other : others) {
      columns.addAll(other.conversion.young().values());
      other.conversion.young().keySet().forEach(name -> values.add("NULL"));
    }
    return new RangeSql(
        "INSERT INTO " + newTable.sql() + " (" + Conversion.list(columns, TypedColumn::sql)
            + ") OVERRIDING SYSTEM VALUE SELECT " + String.join(", ", values) + " FROM " + old
            + " WHERE ",
        " AND " + present(OLD) + " AND NOT EXISTS (SELECT FROM " + newTable.sql() + " AS " + NEW
            + " WHERE " + joined(OLD, NEW) + ") ON CONFLICT ("
            + Conversion.list(key.values(), TypedColumn::sql) + ") DO NOTHING");
  }

  private RangeSql update(String old, String different, String contradicts) {
    String assignments = Conversion.list(
        conversion.young().values(),
        column -> column.sql() + " = " + conversion.forward(column.name(), OLD));
    return new RangeSql(
        "UPDATE " + newTable.sql() + " AS " + NEW + " SET " + assignments + " FROM " + old
            + " WHERE " + joined(OLD, NEW) + " AND ",
        " AND " + different + " AND " + contradicts + (sharesRows() ? "" : " AND " + present(OLD)));
  }

  /** A row that others stand on too keeps its place; the update has taken its columns away. */
  private Optional<RangeSql> leave(String old, String contradicts) {
    return sharesRows() || isWhole()
        ? Optional.empty()
        : Optional.of(new RangeSql(
            "DELETE FROM " + newTable.sql() + " AS " + NEW + " USING " + old + " WHERE "
                + joined(OLD, NEW) + " AND ",
            " AND NOT (" + present(OLD) + ") AND " + contradicts));
  }

  /** Rows of one table that have none in the other, which is where rows come from. */
  private Walk orphans(Segment segment, String alias, Table other, String otherAlias) {
    String rows = "ONLY " + segment.sql() + " AS " + alias;
    String lonely = "NOT EXISTS (SELECT FROM " + other.sql() + " AS " + otherAlias + " WHERE "
        + joined(OLD, NEW) + ")";
    return new Walk(
        segment,
        alias,
        rows,
        "CASE WHEN " + lonely + " THEN 'extra' END",
        lonely,
        List.of(),
        List.of(new RangeSql("DELETE FROM " + rows + " WHERE ", " AND " + lonely)));
  }

  /** Whether the new row is the old one's, and not there for the sake of others. */
  private String belongs() {
    return joined(OLD, NEW) + (several ? " AND " + conversion.filled(NEW) : "");
  }

  private Walk reverse(Segment segment) {
    String old = "ONLY " + segment.sql() + " AS " + OLD;
    String shown = "(SELECT ROW("
        + Conversion.list(
            conversion.old().values(), column -> conversion.backward(column.name(), NEW))
        + ")::pg_catalog.record FROM " + newTable.sql() + " AS " + NEW + " WHERE "
        + belongs() + ")";
    String stale = "ROW("
        + Conversion.list(conversion.old().values(), column -> column.of(OLD))
        + ")::pg_catalog.record OPERATOR(pg_catalog.*<>) coalesce(" + shown + ", ROW("
        + Conversion.list(
            conversion.old().values(), column -> "CAST(NULL AS " + column.type() + ")")
        + ")::pg_catalog.record)";
    RangeSql lock = new RangeSql(
        "SELECT 1 FROM " + old + " WHERE ",
        " AND " + stale + " ORDER BY " + segment.key().list(OLD) + " FOR UPDATE");
    RangeSql mend = new RangeSql(
        "UPDATE " + old + " SET ("
            + Conversion.list(conversion.old().values(), TypedColumn::sql) + ") = (SELECT "
            + Conversion.list(
                conversion.old().values(), column -> conversion.backward(column.name(), NEW))
            + " FROM " + newTable.sql() + " AS " + NEW + " WHERE " + belongs() + ") WHERE ",
        " AND " + stale);
    return new Walk(
        segment,
        OLD,
        old,
        "CASE WHEN " + stale + " THEN 'different' END",
        stale,
        List.of(lock),
        List.of(mend));
  }
}
