package dev.crossfade.migrator.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the catalog has it, every name and definition printed under an empty search_path, so that it means the same to every session.
 *
 * @param partitions the leaves of a partitioned table; empty for an ordinary one
 * @param analyzed columns of which the planner knows something other than that they are NULL
 * @param references foreign keys of other tables, or its own, to this one
 * @param dependents what else stands on a column
 */
record Table(
    long oid,
    String schema,
    String name,
    String owner,
    boolean partitioned,
    boolean empty,
    List<Attribute> attributes,
    List<Index> indexes,
    List<Constraint> constraints,
    List<Constraint> references,
    List<Dependent> dependents,
    List<Partition> partitions,
    List<Grant> grants,
    Set<String> analyzed) {

  /**
   * A column.
   *
   * @param collation where it isn't its type's own
   * @param statistics the target, -1 for the server's own
   * @param options such as n_distinct, as in pg_attribute.attoptions
   * @param storage where it isn't its type's own
   * @param sequence the sequence that it owns, qualified and quoted
   */
  record Attribute(
      String name,
      int number,
      String type,
      Optional<String> collation,
      boolean notNull,
      Optional<String> defaultExpression,
      Optional<String> comment,
      int statistics,
      List<String> options,
      Optional<String> storage,
      Optional<String> compression,
      boolean generated,
      boolean identity,
      Optional<String> sequence,
      List<Grant> grants) {}

  /** A privilege that one role, quoted, or PUBLIC has. */
  record Grant(String privilege, String grantee, boolean grantable) {}

  /**
   * An index.
   *
   * @param columns key columns first, {@code keys} of them
   * @param constraint the primary key, unique or exclusion constraint that it serves
   * @param building a process that is building it right now
   * @param definition from USING on
   */
  record Index(
      long oid,
      String name,
      String method,
      boolean unique,
      boolean valid,
      boolean nullsNotDistinct,
      int keys,
      List<IndexColumn> columns,
      Optional<String> predicate,
      List<String> options,
      Optional<String> tablespace,
      Optional<String> constraint,
      char constraintType,
      Optional<Integer> building,
      String definition) {
    Index named(String other) {
      return new Index(
          oid,
          other,
          method,
          unique,
          valid,
          nullsNotDistinct,
          keys,
          columns,
          predicate,
          options,
          tablespace,
          constraint,
          constraintType,
          building,
          definition);
    }

    /** Whether a constraint can be made of it (PostgreSQL manual, ALTER TABLE: ADD table_constraint_using_index). */
    boolean isPlain() {
      return predicate.isEmpty()
          && method.equals("btree")
          && columns.stream()
              .limit(keys)
              .allMatch(c -> c.isColumn() && c.order().isEmpty());
    }
  }

  /**
   * A column of an index.
   *
   * @param expression a quoted column, or an expression
   * @param column the attribute's number, 0 for an expression
   * @param collation qualified, where there is one
   * @param operatorClass qualified, with its parameters
   * @param order DESC and NULLS where they aren't the usual
   */
  record IndexColumn(
      String expression,
      int column,
      Optional<String> collation,
      Optional<String> operatorClass,
      boolean usualClass,
      String order) {
    boolean isColumn() {
      return column > 0;
    }
  }

  /**
   * A constraint.
   *
   * @param table the constrained table, qualified and quoted
   * @param type as in pg_constraint.contype
   * @param definition as pg_get_constraintdef prints it
   * @param target the referenced table, qualified and quoted
   */
  record Constraint(
      String name,
      String table,
      char type,
      List<String> columns,
      String definition,
      boolean deferrable,
      boolean validated,
      Optional<String> target,
      List<String> targetColumns,
      String actions) {}

  /** Something that stands on a column and would keep it from being dropped, as pg_describe_object names it. */
  record Dependent(String column, String what) {}

  /** A leaf of a partitioned table. */
  record Partition(String schema, String name) {}

  Optional<Attribute> attribute(String column) {
    return attributes.stream().filter(a -> a.name().equals(column)).findFirst();
  }

  Optional<Index> index(String named) {
    return indexes.stream().filter(index -> index.name().equals(named)).findFirst();
  }

  Optional<Constraint> constraint(String named) {
    return constraints.stream().filter(c -> c.name().equals(named)).findFirst();
  }
}
