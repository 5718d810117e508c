package dev.crossfade.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under a head, as Markdown that also reads well on a terminal. */
final class Table {
  private final int texts;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param texts how many of the first columns hold words; the others hold numbers and are aligned to the right
   */
  Table(int texts, String... head) {
    this.texts = texts;
    rows.add(List.of(head));
  }

  void row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells under a head of " + rows.get(0).size());
    }
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns; column++) {
        String cell = rows.get(row).get(column);
        String space = " ".repeat(widths[column] - cell.length());
        text.append("| ").append(column < texts ? cell + space : space + cell).append(' ');
      }
      text.append("|\n");
      if (row == 0) {
        for (int column = 0; column < columns; column++) {
          text.append('|')
              .append("-".repeat(widths[column] + (column < texts ? 2 : 1)))
              .append(column < texts ? "" : ":");
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }
}
