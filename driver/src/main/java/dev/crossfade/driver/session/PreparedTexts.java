package dev.crossfade.driver.session;

import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Traits;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import dev.crossfade.sql.Statement;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one connection has prepared by SQL's PREPARE, so that an EXECUTE under another snapshot or draw runs the right text. Not thread-safe. */
final class PreparedTexts {
  private static final String ALL = "*";
  private static final GeneratedKeys NO_KEYS = new GeneratedKeys.None();

  private final Map<String, Entry> entries = new HashMap<>();

  /** @param text PREPARE as the application wrote it; {@code prepared}: as the server has it */
  private record Entry(String text, String prepared) {}

  /** Takes note of what an executed text has prepared and deallocated. */
  void note(PlannedText planned, Scope scope, Planner planner) {
    Traits traits = planned.traits();
    for (String name : traits.deallocates()) {
      if (name.equals(ALL)) {
        entries.clear();
      } else {
        entries.remove(name);
      }
    }
    if (!traits.prepares().isEmpty()) {
      remember(planned, scope, planner);
    }
  }

  private void remember(PlannedText planned, Scope scope, Planner planner) {
    try {
      for (Statement statement : SqlParser.parse(
              planned.original(), planner.connection().getStandardConformingStrings())
          .statements()) {
        if (statement instanceof Statement.Wrapper wrapper
            && wrapper.kind() == Statement.Wrapper.Kind.PREPARE
            && wrapper.name().isPresent()) {
          String text = wrapper.span().of(planned.original());
          Plan plan = planner.plan(text, NO_KEYS, scope);
          entries.put(
              wrapper.name().get().last(),
              new Entry(
                  text, plan instanceof Plan.Granted granted ? granted.text().sql() : text));
        }
      }
    } catch (SqlSyntaxException | SQLException e) {
      // The text was planned as a whole, so its parts can be. If not after all, they stay as the
      // server has them.
      Log.unchecked("PREPARE", e);
    }
  }

  /**
   * Prepares anew what is about to be executed and has another plan by now. PREPARE knows no transaction, so this may happen inside one.
   *
   * @throws SQLException XF001 if the statement can't be rewritten any more, or what the server says of the new text
   */
  void renew(List<String> names, Scope scope, Planner planner) throws SQLException {
    for (String name : names) {
      Entry entry = entries.get(name);
      if (entry != null) {
        renew(name, entry, scope, planner);
      }
    }
  }

  private void renew(String name, Entry entry, Scope scope, Planner planner) throws SQLException {
    Plan plan = planner.plan(entry.text(), NO_KEYS, scope);
    if (plan instanceof Plan.Refused refused) {
      refused.executions().count();
      throw new SQLNonTransientException(refused.reason(), Planner.REFUSED);
    }
    String wanted = ((Plan.Granted) plan).text().sql();
    if (!wanted.equals(entry.prepared())) {
      planner.probe().run("DEALLOCATE " + planner.connection().escapeIdentifier(name));
      entries.remove(name);
      planner.probe().run(wanted);
      entries.put(name, new Entry(entry.text(), wanted));
    }
  }
}
