package dev.crossfade.migrator.shape;

import dev.crossfade.mapping.Migration;
import java.util.List;

/** A change within one table: O and N are columns of the same row. */
public record ColumnChange(
    Migration migration, Table table, List<Segment> segments, Conversion conversion)
    implements Bound {
  private static final String ROW = "o";

  @Override
  public Table newTable() {
    return table;
  }

  /**
   * Whether the row's shapes contradict each other. Both ways, because a new application may write what f would not have made: ('Mary Ann', 'Lee') makes 'Mary Ann Lee', of which f makes
   * ('Mary', 'Ann Lee'). Rows that aren't filled, most of a backfill's, are told by nulls, which costs a third of comparing images.
   */
  public String drifted(String alias) {
    return "CASE WHEN " + conversion.filled(alias) + " THEN "
        + conversion.forwardDiffers(alias, alias) + " AND "
        + conversion.backwardDiffers(alias, alias) + " ELSE " + conversion.fills(alias) + " END";
  }

  @Override
  public List<Walk> walks() {
    String verdict = "CASE WHEN " + conversion.forwardDiffers(ROW, ROW) + " THEN CASE WHEN NOT ("
        + conversion.filled(ROW) + ") THEN 'missing' WHEN "
        + conversion.backwardDiffers(ROW, ROW) + " THEN 'different' WHEN "
        + conversion.lossy(ROW) + " THEN 'lossy' END WHEN "
        + conversion.lossy(ROW) + " THEN 'lossy' END";
    String assignments = Conversion.list(
        conversion.young().values(),
        column -> column.sql() + " = " + conversion.forward(column.name(), ROW));
    return segments.stream()
        .map(segment -> walk(segment, verdict, drifted(ROW), assignments))
        .toList();
  }

  @Override
  public List<Walk> reverseWalks() {
    if (conversion.old().isEmpty()) {
      return List.of();
    }
    // In contract O is shown as b(N) where the row is filled, and as null elsewhere; that is what
    // the way back has to keep.
    String stale = "ROW("
        + Conversion.list(conversion.old().values(), column -> column.of(ROW))
        + ")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW("
        + Conversion.list(conversion.old().values(), column -> shown(column))
        + ")::pg_catalog.record";
    String assignments =
        Conversion.list(conversion.old().values(), column -> column.sql() + " = " + shown(column));
    String verdict = "CASE WHEN " + stale + " THEN 'different' END";
    return segments.stream()
        .map(segment -> walk(segment, verdict, stale, assignments))
        .toList();
  }

  private String shown(TypedColumn old) {
    return "CASE WHEN " + conversion.filled(ROW) + " THEN " + conversion.backward(old.name(), ROW)
        + " END";
  }

  private static Walk walk(Segment segment, String verdict, String drifted, String assignments) {
    RangeSql mend = new RangeSql(
        "UPDATE ONLY " + segment.sql() + " AS " + ROW + " SET " + assignments + " WHERE ",
        " AND " + drifted);
    return new Walk(
        segment,
        ROW,
        "ONLY " + segment.sql() + " AS " + ROW,
        verdict,
        drifted,
        List.of(),
        List.of(mend));
  }
}
