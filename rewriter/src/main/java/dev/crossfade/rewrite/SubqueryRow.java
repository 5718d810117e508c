package dev.crossfade.rewrite;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The row of a subquery that is assigned to several columns, as an element of FROM, so that two tables get the same: of nulls where the subquery gives none, and an error where it gives several.
 *
 * @param name of the element
 * @param query the subquery without parentheses
 * @param width the number of its columns
 */
record SubqueryRow(String name, Fragment query, int width) {
  Fragment join() {
    List<String> columns =
        IntStream.rangeClosed(1, width).mapToObj(i -> "c" + i).toList();
    String list = String.join(", ", columns);
    return new Fragment.Builder()
        .add(
            "LATERAL (SELECT " + list
                + " FROM (SELECT) crossfade_one LEFT JOIN (SELECT crossfade_all.*, pg_catalog.count(*) OVER () AS crossfade_rows FROM (")
        .add(query)
        .add(") crossfade_all(" + list + ")) crossfade_each ON true"
            + " WHERE CASE WHEN crossfade_rows > 1 THEN (SELECT same FROM (VALUES (true), (true)) crossfade_two(same)) ELSE true END) "
            + name)
        .build();
  }

  Fragment column(int place) {
    return Fragment.of(name + ".c" + (place + 1));
  }

  /** What {@link #column} is called among the columns of written rows. */
  String carried(int place) {
    return name + "_c" + (place + 1);
  }
}
