package dev.crossfade.demo.shop;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a result looks like from outside. */
final class Columns {

  private Columns() {}

  static List<String> of(ResultSet rows) throws SQLException {
    var meta = rows.getMetaData();
    var labels = new ArrayList<String>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      labels.add(meta.getColumnLabel(i));
    }
    return labels;
  }

  static void expectOneRowEach(int[] counts, int length) {
    WrongRead.expect(length, counts.length, "length of a batch");
    for (int count : counts) {
      WrongRead.expect(1, count, "update count in a batch");
    }
  }
}
