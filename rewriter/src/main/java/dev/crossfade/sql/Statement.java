package dev.crossfade.sql;

import java.util.List;
import java.util.Optional;

/** One statement of a text. The span does not cover a semicolon. */
public sealed interface Statement extends Node
    permits Query,
        Statement.Insert,
        Statement.Update,
        Statement.Delete,
        Statement.Merge,
        Statement.Wrapper,
        Statement.Execute,
        Statement.Copy,
        Statement.Truncate,
        Statement.Maintenance,
        Statement.Utility {

  /**
   * @param columns the column list; {@code columnList} is its place with parentheses, absent where there is none
   * @param overriding the place of OVERRIDING ... VALUE
   */
  record Insert(
      Optional<Query.With> with,
      FromItem.TableRef target,
      List<Target> columns,
      Optional<Span> columnList,
      Optional<Span> overriding,
      Source source,
      Optional<OnConflict> onConflict,
      Optional<Returning> returning,
      Span span)
      implements Statement {}

  sealed interface Source extends Node {
    /** {@code DEFAULT VALUES}. */
    record DefaultValues(Span span) implements Source {}

    /** VALUES, SELECT, TABLE, WITH ... ; DEFAULT in VALUES is {@link Expr.Default}. The span covers parentheses around the query. */
    record Rows(Query query, Span span) implements Source {}
  }

  /** A column that is written. {@code indirection} is the place of {@code [1]} or {@code .field} behind the name. */
  record Target(Name column, Optional<Span> indirection, List<Expr> subscripts, Span span)
      implements Node {}

  /**
   * @param inference the elements of the conflict target, without COLLATE and operator class
   * @param where the predicate of the conflict target
   * @param updates the assignments of DO UPDATE; empty for DO NOTHING
   */
  record OnConflict(
      List<Inference> inference,
      Optional<Expr> where,
      Optional<Name> constraint,
      List<Assignment> updates,
      Optional<Expr> updateWhere,
      Span span)
      implements Node {}

  /** One element of a conflict target; the span covers COLLATE and operator class. */
  record Inference(Expr expr, Span span) implements Node {}

  sealed interface Assignment extends Node {
    record Single(Target target, Expr value, Span span) implements Assignment {}

    /** {@code (a, b) = source}, source being a Row, a Paren or a scalar Subquery. */
    record Multiple(List<Target> targets, Expr value, Span targetList, Span span)
        implements Assignment {}
  }

  record Update(
      Optional<Query.With> with,
      FromItem.TableRef target,
      List<Assignment> assignments,
      List<FromItem> from,
      Optional<Expr> where,
      Optional<Returning> returning,
      Span span)
      implements Statement {}

  record Delete(
      Optional<Query.With> with,
      FromItem.TableRef target,
      List<FromItem> using,
      Optional<Expr> where,
      Optional<Returning> returning,
      Span span)
      implements Statement {}

  record Merge(
      Optional<Query.With> with,
      FromItem.TableRef target,
      FromItem source,
      Expr on,
      List<MergeWhen> whens,
      Optional<Returning> returning,
      Span span)
      implements Statement {}

  record MergeWhen(Match match, Optional<Expr> condition, MergeAction action, Span span)
      implements Node {
    public enum Match {
      MATCHED,
      NOT_MATCHED_BY_TARGET,
      NOT_MATCHED_BY_SOURCE
    }
  }

  sealed interface MergeAction extends Node {
    record DoNothing(Span span) implements MergeAction {}

    record DeleteRow(Span span) implements MergeAction {}

    record UpdateRow(List<Assignment> assignments, Span span) implements MergeAction {}

    /** @param values the VALUES row; absent for DEFAULT VALUES */
    record InsertRow(
        List<Target> columns,
        Optional<Span> columnList,
        Optional<Span> overriding,
        Optional<Query.ValuesRow> values,
        Span span)
        implements MergeAction {}
  }

  /** RETURNING; {@code oldAlias} and {@code newAlias} from {@code WITH (OLD AS o, NEW AS n)}. The span runs from RETURNING. */
  record Returning(
      Optional<Name> oldAlias, Optional<Name> newAlias, List<Query.SelectItem> items, Span span)
      implements Node {}

  /**
   * A statement around another: EXPLAIN, DECLARE CURSOR, PREPARE, CREATE TABLE AS, CREATE [MATERIALIZED] VIEW.
   *
   * @param name the cursor, prepared statement, table or view
   */
  record Wrapper(Kind kind, Optional<QualifiedName> name, Statement body, Span span)
      implements Statement {
    public enum Kind {
      EXPLAIN,
      DECLARE_CURSOR,
      PREPARE,
      CREATE_TABLE_AS,
      CREATE_VIEW,
      CREATE_MATERIALIZED_VIEW
    }
  }

  /** {@code EXECUTE name (...)}, also behind EXPLAIN and CREATE TABLE AS (the span then covers those). */
  record Execute(Name name, List<Expr> arguments, Span span) implements Statement {}

  /** COPY of a table or of a query, in either direction. */
  record Copy(Optional<QualifiedName> table, Optional<Statement> query, boolean from, Span span)
      implements Statement {}

  /** TRUNCATE of these tables, and with {@code cascade} of those that refer to them. */
  record Truncate(List<QualifiedName> tables, boolean cascade, Span span) implements Statement {}

  /** LOCK, ANALYZE or VACUUM of some tables. */
  record Maintenance(List<QualifiedName> tables, Span span) implements Statement {}

  /**
   * Every other command, known by its words only.
   *
   * @param command its first words in upper case: {@code SET}, {@code ALTER TABLE}, {@code CREATE INDEX}, {@code DO}, {@code CALL}, {@code LOCK}, {@code DROP TABLE}, {@code DEALLOCATE}, {@code BEGIN}, ...
   */
  record Utility(String command, Span span) implements Statement {}
}
