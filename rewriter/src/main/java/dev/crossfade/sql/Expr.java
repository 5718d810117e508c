package dev.crossfade.sql;

import java.util.List;
import java.util.Optional;

/** A scalar expression, or what stands in the place of one. */
public sealed interface Expr extends Node {

  /** {@code a}, {@code t.a}, {@code s.t.a}: a column, or a whole row; which one is a matter of scope. */
  record ColumnRef(List<Name> parts, Span span) implements Expr {}

  /** {@code *}, {@code t.*}, {@code s.t.*} in a select list, RETURNING, ROW(...) or a function's arguments. */
  record Star(List<Name> qualifier, Span span) implements Expr {}

  /** JDBC's {@code ?}: {@code index} counts them from 0 over the whole text. */
  record Placeholder(int index, Span span) implements Expr {}

  /** PostgreSQL's own {@code $1}. */
  record Parameter(int number, Span span) implements Expr {}

  /** A constant; TYPED is {@code date '2020-01-01'} and JDBC's <code>{d '...'}</code>, with the type's name. */
  record Constant(Kind kind, Optional<String> type, Span span) implements Expr {
    public enum Kind {
      STRING,
      BIT_STRING,
      INTEGER,
      NUMERIC,
      BOOLEAN,
      NULL,
      TYPED
    }
  }

  /**
   * A function call, also of the functions that have a syntax of their own (EXTRACT, TRIM, COALESCE, CURRENT_DATE, JSON_VALUE, ...; {@code name} is
   * then one part: the word, in lower case; TRIM is btrim, ltrim or rtrim, TREAT the type, COLLATION FOR pg_collation_for, as the server reads them).
   *
   * @param arguments all argument expressions in order; a named argument's value only
   * @param star {@code count(*)}
   * @param withinGroup the sort items of WITHIN GROUP
   */
  record Call(
      QualifiedName name,
      List<Expr> arguments,
      boolean star,
      boolean distinct,
      List<SortItem> orderBy,
      List<SortItem> withinGroup,
      Optional<Expr> filter,
      Optional<Window> over,
      Span span)
      implements Expr {}

  /**
   * Any operator or keyword predicate. {@code operator} is in lower case with single blanks: {@code +}, {@code operator(pg_catalog.=)}, {@code and}, {@code or}, {@code not},
   * {@code is null}, {@code is not null}, {@code is true}, {@code like}, {@code not ilike}, {@code similar to}, {@code between}, {@code not between symmetric}, {@code in}, {@code not in} (a list: left side first),
   * {@code is distinct from}, {@code is not distinct from}, {@code at time zone}, {@code overlaps}, {@code = any}, {@code < all} (over an array), {@code array}, {@code current of},
   * {@code is json}, {@code is document}, {@code is normalized}, {@code at local}, and in GROUP BY {@code rollup}, {@code cube}, {@code grouping sets}, {@code ()}.
   * {@code !=} is {@code <>}. A chain of one operator, {@code a or b or c} or {@code a || b || c}, is one Operation with all operands, from left to right.
   */
  record Operation(String operator, List<Expr> operands, Span span) implements Expr {}

  /** {@code CAST(x AS t)} and {@code x::t}; {@code type} is the type's text as written, {@code typeName} its last name, in the catalog's spelling where the grammar has one ({@code int} is int4). */
  record Cast(Expr operand, Span type, String typeName, Span span) implements Expr {}

  record Collate(Expr operand, QualifiedName collation, Span span) implements Expr {}

  record Case(Optional<Expr> argument, List<When> whens, Optional<Expr> otherwise, Span span)
      implements Expr {
    public record When(Expr condition, Expr result) {}
  }

  /** {@code ROW(a, b)} or {@code (a, b)}. */
  record Row(List<Expr> items, boolean explicit, Span span) implements Expr {}

  record Paren(Expr inner, Span span) implements Expr {}

  /** {@code (x).field} or {@code (x).*}; also {@code f(x).field} and {@code $1.field}. Empty is the star. */
  record Field(Expr base, Optional<Name> field, Span span) implements Expr {}

  /** {@code x[1]}, {@code x[1:2]}; {@code indices} are the expressions in the brackets. {@code base} may be a ColumnRef. */
  record Subscript(Expr base, List<Expr> indices, Span span) implements Expr {}

  /** {@code (SELECT ...)}, EXISTS, ARRAY(SELECT ...), {@code x IN (SELECT ...)}, {@code x = ANY (SELECT ...)}; the span covers {@code left}, too. */
  record Subquery(Kind kind, Optional<Expr> left, String operator, Query query, Span span)
      implements Expr {
    public enum Kind {
      SCALAR,
      EXISTS,
      ARRAY,
      IN,
      NOT_IN,
      ANY,
      ALL
    }
  }

  /** The word DEFAULT in VALUES or SET. */
  record Default(Span span) implements Expr {}

  /** ORDER BY's element; the span covers direction and NULLS. */
  record SortItem(Expr expr, Span span) implements Node {}

  /** A window specification, or in OVER only a name ({@code reference}). */
  record Window(
      Optional<Name> reference,
      List<Expr> partitionBy,
      List<SortItem> orderBy,
      List<Expr> frameBounds,
      Span span)
      implements Node {}
}
