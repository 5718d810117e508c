package dev.crossfade.driver.session;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.driver.session.HiddenWrites.Fact;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Problem;
import dev.crossfade.rewrite.Move;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a new table must not have, and who must be allowed to use it, because statements on the old one read and write it from now on. */
final class HiddenMoves {
  /** Parameter: the OIDs of the old table and the new one. Who may do what with the old table and not with the new one. */
  private static final String LACKING = """
      SELECT CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee)::pg_catalog.text END, g.privilege_type
      FROM (SELECT a[1]::pg_catalog.oid AS old, a[2]::pg_catalog.oid AS new FROM (SELECT ?::pg_catalog.int8[] AS a) given) t
        JOIN pg_catalog.pg_class f ON f.oid = t.old, LATERAL pg_catalog.aclexplode(coalesce(f.relacl, pg_catalog.acldefault('r', f.relowner))) g
      WHERE g.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
        AND NOT CASE WHEN g.grantee = 0 THEN pg_catalog.has_table_privilege('public', t.new, g.privilege_type)
          ELSE pg_catalog.has_table_privilege(g.grantee, t.new, g.privilege_type) END
      ORDER BY 1, 2
      """;

  private final Probe probe;
  private final Move move;
  private final Relation table;
  private final List<Problem> problems = new ArrayList<>();

  HiddenMoves(Probe probe, Move move, Relation table) {
    this.probe = probe;
    this.move = move;
    this.table = table;
  }

  /** Finds what the facts of the new table and of the old one hold against the move. */
  List<Problem> check(List<Fact> facts, List<Fact> oldFacts) throws SQLException {
    for (String name : move.migration().newColumns()) {
      table
          .column(name)
          .filter(Column::generated)
          .ifPresent(column -> object(
              "the generated column `" + name + "`",
              name,
              "which statements can't write",
              "make it a plain column"));
    }
    boolean contract = move.migration().phase() == Phase.CONTRACT;
    for (Fact fact : facts) {
      switch (fact.kind()) {
        case "rule" ->
          object(
              "the rule `" + fact.name() + "`",
              fact.name(),
              "which makes the server write what the statement doesn't say",
              "drop it");
        case "trigger" -> {
          if (!contract) {
            object(
                "the BEFORE ROW trigger `" + fact.name() + "`",
                fact.name(),
                "which may change a moved column after the driver has computed it",
                "drop it, or make sure that it leaves the moved columns alone");
          }
        }
        case "policy" ->
          object(
              "the policy `" + fact.name() + "`",
              fact.name(),
              "which may hide rows that belong to visible rows of " + Binder.show(move.from()),
              "drop it, or make sure that it shows what the old table's policies show");
        case "parent" ->
          object(
              "the parent `" + fact.name() + "`",
              fact.name(),
              "through which statements reach the table's rows",
              "let `new_table` name the parent");
        default -> {}
      }
    }
    String target = Long.toString(table.oid());
    oldFacts.stream()
        .filter(fact -> fact.kind().equals("deletes") && fact.detail().equals(target))
        .forEach(fact -> object(
            "the reference `" + fact.name() + "` from " + Binder.show(move.from()),
            fact.name(),
            "whose ON DELETE action changes the old row when the new one leaves",
            "give it NO ACTION or RESTRICT"));
    taken(facts, oldFacts);
    takenForOthers(facts, oldFacts);
    grants();
    return problems;
  }

  /** Rows of the old table that the server takes along with another table's: the new ones would stay. */
  private void taken(List<Fact> facts, List<Fact> oldFacts) {
    boolean contract = move.migration().phase() == Phase.CONTRACT;
    if (contract && move.isWhole()) {
      return;
    }
    Set<Integer> key = numbers(move.key().values(), table);
    boolean follows = facts.stream()
        .anyMatch(fact -> fact.kind().equals("taken")
            && fact.detail().equals(Long.toString(move.from().oid()))
            && fact.columns().equals(key));
    if (follows) {
      return;
    }
    for (Fact fact : oldFacts) {
      boolean both = facts.stream()
          .anyMatch(other -> other.kind().equals("taken")
              && other.detail().equals(fact.detail())
              && isSame(fact, oldFacts, other, facts));
      if (fact.kind().equals("taken")
          && !both
          && !fact.detail().equals(Long.toString(table.oid()))) {
        String show = Binder.show(move.from());
        add(
            "the foreign key `" + fact.name() + "` of " + show
                + ", whose ON DELETE CASCADE takes rows that leave their counterparts in "
                + Binder.show(table),
            fact.name(),
            "give it NO ACTION, or let a foreign key of " + Binder.show(table) + " refer to " + show
                + " with ON DELETE CASCADE, or by its key to the table that " + fact.name()
                + " refers to");
      }
    }
  }

  /** Rows of the new table that the server takes along with another old table's, though this one still needs them. */
  private void takenForOthers(List<Fact> facts, List<Fact> oldFacts) {
    if (!move.several()) {
      return;
    }
    for (Fact fact : facts) {
      boolean own = fact.detail().equals(Long.toString(move.from().oid()));
      boolean both = oldFacts.stream()
          .anyMatch(old -> old.kind().equals("taken")
              && old.detail().equals(fact.detail())
              && isSame(old, oldFacts, fact, facts));
      if (fact.kind().equals("taken") && !own && !both) {
        add(
            "the foreign key `" + fact.name() + "` of " + Binder.show(table)
                + ", whose ON DELETE CASCADE takes rows that " + Binder.show(move.from())
                + " still calls for",
            fact.name(),
            "give it NO ACTION");
      }
    }
  }

  /** Whether two foreign keys take rows along that belong together: by the same columns of the third table. */
  private boolean isSame(Fact old, List<Fact> oldFacts, Fact young, List<Fact> facts) {
    Map<String, String> names = new HashMap<>();
    for (Column column : move.from().columns()) {
      Optional.ofNullable(move.key().get(column.name()))
          .or(() -> Optional.of(column.name()).filter(name -> move.isWhole()))
          .flatMap(table::column)
          .ifPresent(there ->
              names.put(Integer.toString(column.number()), Integer.toString(there.number())));
    }
    List<String> pairs = pairs(old, oldFacts).stream()
        .map(pair -> pair.replaceFirst(":.*", ":") + names.get(pair.replaceFirst(".*:", "")))
        .toList();
    return pairs.equals(pairs(young, facts));
  }

  /** A column of the third table with one of this, by their numbers, for each of a foreign key's. */
  private static List<String> pairs(Fact key, List<Fact> facts) {
    return facts.stream()
        .filter(fact -> fact.kind().equals("taken with") && fact.name().equals(key.name()))
        .flatMap(fact -> Arrays.stream(fact.detail().split(" ")))
        .toList();
  }

  private static Set<Integer> numbers(Collection<String> columns, Relation table) {
    return columns.stream()
        .flatMap(name -> table.column(name).stream())
        .map(Column::number)
        .collect(Collectors.toSet());
  }

  private void grants() throws SQLException {
    if (move.from().oid() < 0) {
      return;
    }
    probe.query(LACKING, List.of(List.of(move.from().oid(), table.oid())), rows -> {
      while (rows.next()) {
        String who = rows.getString(1);
        object(
            "a grant",
            who,
            "which " + who + " lacks: " + rows.getString(2) + ", as on " + Binder.show(move.from()),
            "GRANT " + rows.getString(2) + " ON " + Binder.show(table) + " TO "
                + (who.equals("PUBLIC") ? who : Binder.quoted(who)));
      }
      return problems;
    });
  }

  private void object(String what, String object, String why, String fix) {
    add(what + " on " + Binder.show(table) + ", " + why, object, fix);
  }

  private void add(String found, String object, String fix) {
    Migration migration = move.migration();
    if (!migration.accept().contains(object)) {
      problems.add(new Problem(
          migration.location(), found, fix + ", or `accept: [" + object + "]`", Optional.empty()));
    }
  }
}
