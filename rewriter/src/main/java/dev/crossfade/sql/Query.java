package dev.crossfade.sql;

import java.util.List;
import java.util.Optional;

/**
 * A whole query: WITH, a body, and what holds for the body as a whole. The span does not cover parentheses around it,
 * and parentheses around a whole query leave no other trace: {@code ((SELECT 1))} is a Select, not a Nested.
 *
 * @param limits the expressions of LIMIT, OFFSET and FETCH
 */
public record Query(
    Optional<With> with,
    Body body,
    List<Expr.SortItem> orderBy,
    List<Expr> limits,
    List<Locking> locking,
    Span span)
    implements Statement {

  public record With(boolean recursive, List<Cte> ctes, Span span) implements Node {}

  /** @param generated columns that SEARCH and CYCLE add */
  public record Cte(Name name, List<Name> columns, Statement body, List<Name> generated, Span span)
      implements Node {}

  /** {@code FOR UPDATE OF t}. */
  public record Locking(List<QualifiedName> of, Span span) implements Node {}

  public sealed interface Body extends Node {}

  /**
   * @param distinct whether DISTINCT or DISTINCT ON stands there
   * @param into the target of SELECT INTO
   * @param targets may be empty
   */
  public record Select(
      boolean distinct,
      List<Expr> distinctOn,
      List<SelectItem> targets,
      Optional<QualifiedName> into,
      List<FromItem> from,
      Optional<Expr> where,
      List<Expr> groupBy,
      Optional<Expr> having,
      List<NamedWindow> windows,
      Span span)
      implements Body {}

  public record NamedWindow(Name name, Expr.Window window) {}

  public record Values(List<ValuesRow> rows, Span span) implements Body {}

  /** One parenthesised row; the span covers the parentheses. */
  public record ValuesRow(List<Expr> items, Span span) implements Node {}

  /** {@code TABLE t}. */
  public record Table(FromItem.TableRef table, Span span) implements Body {}

  /** @param operator {@code union}, {@code intersect} or {@code except} */
  public record SetOperation(String operator, boolean all, Body left, Body right, Span span)
      implements Body {}

  /** A query in parentheses as an arm; the span covers the parentheses. */
  public record Nested(Query query, Span span) implements Body {}

  /** @param alias the output name where one is written, with or without AS; the span covers it */
  public record SelectItem(Expr expr, Optional<Name> alias, Span span) implements Node {}
}
