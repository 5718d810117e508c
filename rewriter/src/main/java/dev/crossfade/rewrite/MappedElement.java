package dev.crossfade.rewrite;

import dev.crossfade.mapping.Phase;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Name;
import dev.crossfade.sql.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapped table in FROM: what the server is to read in its place, and the names of its columns. Used once. */
final class MappedElement {
  private final Rewriting work;
  private final FromItem.TableRef table;
  private final TableView view;

  MappedElement(Rewriting work, FromItem.TableRef table, TableView view) {
    this.work = work;
    this.table = table;
    this.view = view;
  }

  Item read(String alias, Optional<String> schema) {
    List<String> aliases =
        table.alias().map(a -> a.columns().stream().map(Name::value).toList()).orElse(List.of());
    Item item = Item.ofTable(alias, schema, view, aliasList(aliases));
    if (work.locks.include(alias)) {
      item.lock();
      work.locked.add(item);
    }
    work.name(table, view);
    Arriving.of(view).ifPresent(rows -> replace(rows, item));
    if (view.isRenamed()) {
      item.alias(false);
    }
    for (BoundMove move : view.departures()) {
      if (move.phase() != Phase.EXPAND && !(work.cursor && move.maintainsOld())) {
        item.beside(move, new MovedRow(work, move, work.edits.surroundings(table.span())));
      }
    }
    return item;
  }

  /** A query in the place of a table that isn't whole yet. */
  private void replace(Fragment rows, Item item) {
    boolean sampled = work.script.tokens().stream()
        .anyMatch(token -> token.span().start() >= table.span().start()
            && token.span().end() <= table.span().end()
            && token.text().equals("tablesample"));
    if (sampled || item.isLocked()) {
      throw new Refusal("a " + (sampled ? "sample" : "locking read") + " of table "
          + view.relation().name() + ", to which rows are still being moved from "
          + view.arrivals().get(0).from().name());
    }
    int end = work.behindName(table);
    work.edits.replace(new Span(table.span().start(), end), rows);
    if (table.alias().isEmpty()) {
      work.edits.after(end, Fragment.of(" AS " + Identifiers.quote(table.name().last())));
    }
    item.alias(true);
  }

  /** An alias list names columns by place, and the server's places may be others than the application's. Gives the new name of each column that it renames. */
  private Map<String, String> aliasList(List<String> aliases) {
    List<String> visible =
        view.visible().stream().map(TableView.ColumnView::name).toList();
    List<String> physical =
        view.relation().columns().stream().map(c -> c.name()).toList();
    Map<String, String> shown = new HashMap<>();
    for (int i = 0; i < Math.min(aliases.size(), visible.size()); i++) {
      shown.put(visible.get(i), aliases.get(i));
    }
    // A column of the other shape must not share a name with what the list has made of another one.
    view.hidden().keySet().stream()
        .filter(shown::containsValue)
        .toList()
        .forEach(hidden -> shown.put(hidden, "crossfade_" + hidden));
    if (aliases.isEmpty()
        || startsAlike(aliases.size(), visible, physical)
            && view.hidden().keySet().stream().noneMatch(shown::containsKey)) {
      return shown;
    }
    List<String> renamed = new ArrayList<>(
        physical.stream().map(column -> shown.getOrDefault(column, column)).toList());
    // More names than the application's table has columns are more than the server's has, too: the
    // error is the server's.
    renamed.addAll(aliases.subList(Math.min(visible.size(), aliases.size()), aliases.size()));
    FromItem.Alias alias = table.alias().orElseThrow();
    work.edits.replace(
        alias.span(),
        Fragment.of("AS " + Identifiers.quote(alias.name().value()) + "("
            + String.join(", ", renamed.stream().map(Identifiers::quote).toList()) + ")"));
    return shown;
  }

  private static boolean startsAlike(int length, List<String> visible, List<String> physical) {
    return length <= visible.size()
        && length <= physical.size()
        && visible.subList(0, length).equals(physical.subList(0, length));
  }
}
