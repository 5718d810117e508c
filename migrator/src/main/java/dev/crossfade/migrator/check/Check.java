package dev.crossfade.migrator.check;

import dev.crossfade.driver.session.Rehearsal;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.shape.Binder;
import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.shape.TypedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Checks migrations of a mapping that could be loaded. Changes nothing. Not thread-safe. */
public final class Check {
  private final Mapping mapping;
  private final List<Migration> migrations;

  public Check(Mapping mapping, List<Migration> migrations) {
    this.mapping = mapping;
    this.migrations = migrations;
  }

  /** What to look at in a database. */
  public record Depth(boolean data, boolean showValues) {}

  /** What the file shows by itself. */
  public List<Finding> offline() {
    List<Finding> findings = new ArrayList<>();
    ExpressionCheck expressions = new ExpressionCheck();
    for (Migration migration : migrations) {
      findings.addAll(expressions.check(migration, ExpressionCheck.Types.of(migration)));
    }
    return findings;
  }

  /**
   * What a database shows.
   *
   * @param connection plain, in autocommit, used by nobody else; left as it was
   */
  public List<Finding> against(Connection connection, Depth depth, Consumer<String> progress)
      throws SQLException {
    List<Finding> findings = new ArrayList<>();
    Rehearsal.open(connection, Shape.OLD).problems(mapping).stream()
        .map(problem -> Finding.problem("bind", "", problem.toString()))
        .forEach(findings::add);
    Bystanders bystanders = new Bystanders(connection);
    Binder binder = new Binder(mapping, connection);
    ExpressionCheck expressions = new ExpressionCheck();
    for (Migration migration : migrations) {
      Bound bound;
      try {
        bound = binder.bind(migration);
      } catch (CommandException e) {
        findings.add(Finding.note(
            "data",
            migration.name(),
            e.getMessage() + " Its rows are looked at once it is there."));
        continue;
      }
      findings.addAll(expressions.check(migration, types(bound)));
      findings.addAll(bystanders.of(bound));
      if (depth.data()) {
        findings.addAll(data(connection, bound, depth, progress));
      }
    }
    findings.addAll(bystanders.general());
    findings.addAll(LockTable.check(connection, mapping.migrations().size()));
    return findings;
  }

  private static List<Finding> data(
      Connection connection, Bound bound, Depth depth, Consumer<String> progress)
      throws SQLException {
    if (bound.migration().phase() == Phase.CONTRACT || !bound.hasOldColumns()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>(new DataCheck(connection, depth.showValues(), progress)
        .check(bound, Rule.of(bound, connection)));
    boolean works = findings.stream().noneMatch(f -> f.text().startsWith("forward fails"));
    if (works) {
      findings.addAll(new NewConstraints(connection).check(bound));
    }
    return findings;
  }

  private static ExpressionCheck.Types types(Bound bound) {
    Map<String, Boolean> notNull = new LinkedHashMap<>();
    bound.conversion().old().forEach((name, column) -> notNull.put(name, column.notNull()));
    return new ExpressionCheck.Types(
        types(bound.conversion().old()), types(bound.conversion().young()), notNull);
  }

  private static Map<String, String> types(Map<String, TypedColumn> columns) {
    Map<String, String> types = new LinkedHashMap<>();
    columns.forEach((name, column) -> types.put(name, column.type()));
    return types;
  }
}
