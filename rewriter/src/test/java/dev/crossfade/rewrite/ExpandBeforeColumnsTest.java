package dev.crossfade.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The entry is in the file and the columns are not there yet: they may be added between plan and execution, and must not show. */
final class ExpandBeforeColumnsTest {
  private static final Set<String> LATER =
      Set.of("handle", "first_name", "last_name", "price_decimal", "shipping_method");

  private final Context context = withoutNewColumns(Shop.context(Phase.EXPAND, Shape.OLD, false));

  @Test
  void aStarIsWrittenOut() {
    assertEquals(
        "SELECT users.id, users.username, users.full_name, users.email FROM users",
        rewritten("SELECT * FROM users"));
  }

  @Test
  void returningAndInsertWithoutColumnsAreWrittenOut() {
    assertEquals(
        "INSERT INTO users (id, username) VALUES (1, 'a') RETURNING users.id, users.username, users.full_name, users.email",
        rewritten("INSERT INTO users VALUES (1, 'a') RETURNING *"));
  }

  @Test
  void whatNamesItsColumnsIsLeftAlone() {
    assertEquals("unchanged", rewritten("SELECT id, username FROM users WHERE username = ?"));
    assertEquals("unchanged", rewritten("UPDATE users SET username = ? WHERE id = ?"));
  }

  private String rewritten(String sql) {
    return RewriteSpecTest.shown(Rewriter.rewrite(sql, new GeneratedKeys.None(), context));
  }

  private static Context withoutNewColumns(Context full) {
    Map<Long, MappedTable> tables = new HashMap<>();
    full.snapshot()
        .tables()
        .forEach((oid, table) -> tables.put(
            oid, new MappedTable(withoutNewColumns(table.relation()), table.migrations())));
    Snapshot snapshot =
        new Snapshot(1, full.snapshot().mapping(), tables, full.snapshot().names());
    return new Context(snapshot, full.shape(), full.newReads(), full.catalog(), true);
  }

  private static Relation withoutNewColumns(Relation table) {
    return new Relation(
        table.oid(),
        table.schema(),
        table.name(),
        table.kind(),
        table.columns().stream()
            .filter(column -> !LATER.contains(column.name()))
            .toList(),
        table.reaches());
  }
}
