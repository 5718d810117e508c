package dev.crossfade.sql;

/** The name that PostgreSQL gives to a select item without an alias (parse_target.c, FigureColname). */
public final class OutputLabel {
  private OutputLabel() {}

  /** The label, {@code ?column?} where the server finds none. */
  public static String of(Expr expr) {
    throw new UnsupportedOperationException();
  }
}
