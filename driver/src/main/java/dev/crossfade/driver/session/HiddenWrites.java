package dev.crossfade.driver.session;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Problem;
import dev.crossfade.rewrite.MappedTable;
import dev.crossfade.rewrite.Move;
import dev.crossfade.rewrite.Snapshot;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds what makes the server write a mapped column behind the driver's back, or treat the new columns unlike the old ones: triggers, cascading foreign keys,
 * rules, policies, generated, identity and partition key columns, column grants; and what contract must not find on old columns. Whatever a migration lists
 * under {@code accept} is let be.
 */
final class HiddenWrites {
  /** Parameter: OIDs. Until PostgreSQL 15 it is the column that depends on what it is generated from, since then its expression. Kind, relation, the object's name, its column numbers, a detail. */
  private static final String FACTS = """
      WITH rels AS (SELECT c.* FROM pg_catalog.pg_class c WHERE c.oid = ANY (SELECT pg_catalog.unnest(?::pg_catalog.int8[])::pg_catalog.oid))
      SELECT 'trigger' AS kind, t.tgrelid::pg_catalog.int8 AS rel, t.tgname::pg_catalog.text AS name, '' AS columns, '' AS detail
        FROM rels c JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid
        WHERE NOT t.tgisinternal AND t.tgtype & 3 = 3 AND t.tgtype & 20 <> 0 AND t.tgenabled IN ('O', 'A') AND t.tgparentid = 0
      UNION ALL
      SELECT 'cascade', k.conrelid::pg_catalog.int8, k.conname, pg_catalog.array_to_string(k.conkey, ','),
          CASE WHEN k.confupdtype IN ('c', 'n', 'd') THEN 'ON UPDATE' ELSE 'ON DELETE' END
        FROM rels c JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'
        WHERE k.conparentid = 0 AND (k.confupdtype IN ('c', 'n', 'd') OR k.confdeltype IN ('n', 'd'))
      UNION ALL
      SELECT 'deletes', k.conrelid::pg_catalog.int8, k.conname, '', k.confrelid::pg_catalog.text
        FROM rels c JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.confdeltype IN ('c', 'n', 'd') AND k.conparentid = 0
      UNION ALL
      SELECT 'taken', k.conrelid::pg_catalog.int8, k.conname, pg_catalog.array_to_string(k.conkey, ','), k.confrelid::pg_catalog.text
        FROM rels c JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.confdeltype = 'c' AND k.conparentid = 0
      UNION ALL
      SELECT 'taken with', k.conrelid::pg_catalog.int8, k.conname, pg_catalog.array_to_string(k.conkey, ','),
          (SELECT pg_catalog.string_agg(p.there || ':' || p.here, ' ' ORDER BY p.there)
           FROM ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) p(here, there))
        FROM rels c JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.confdeltype = 'c' AND k.conparentid = 0
      UNION ALL
      SELECT 'rule', w.ev_class::pg_catalog.int8, w.rulename, '', '' FROM rels c JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid AND w.ev_type <> '1'
      UNION ALL
      SELECT 'policy', p.polrelid::pg_catalog.int8, p.polname,
          (SELECT coalesce(pg_catalog.string_agg(DISTINCT d.refobjsubid::pg_catalog.text, ','), '') FROM pg_catalog.pg_depend d
           WHERE d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND d.objid = p.oid
             AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = p.polrelid AND d.refobjsubid > 0), ''
        FROM rels c JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity
      UNION ALL
      SELECT 'generated', a.attrelid::pg_catalog.int8, a.attname,
          (SELECT coalesce(pg_catalog.string_agg(DISTINCT r.refobjsubid::pg_catalog.text, ','), '') FROM pg_catalog.pg_depend r
           WHERE (r.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND r.objid = d.oid
               OR r.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND r.objid = a.attrelid AND r.objsubid = a.attnum)
             AND r.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND r.refobjid = a.attrelid AND r.refobjsubid NOT IN (0, a.attnum)), ''
        FROM rels c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attgenerated <> '' AND NOT a.attisdropped
          JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      UNION ALL
      SELECT 'partition key', c.oid::pg_catalog.int8, c.relname, coalesce(pg_catalog.string_agg(d.objsubid::pg_catalog.text, ','), ''), ''
        FROM rels c JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid > 0
          AND d.refclassid = d.classid AND d.refobjid = c.oid AND d.refobjsubid = 0 AND d.deptype = 'i'
        WHERE c.relkind = 'p' GROUP BY c.oid, c.relname
      UNION ALL
      SELECT 'grant', c.oid::pg_catalog.int8, CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee)::pg_catalog.text END,
          a.attnum::pg_catalog.text, g.privilege_type
        FROM rels c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped,
          LATERAL pg_catalog.aclexplode(a.attacl) g
        WHERE g.grantee <> c.relowner AND NOT EXISTS (
          SELECT FROM pg_catalog.aclexplode(c.relacl) t WHERE t.grantee IN (0, g.grantee) AND t.privilege_type = g.privilege_type)
      UNION ALL
      SELECT CASE k.contype WHEN 'c' THEN 'check' WHEN 'p' THEN 'primary key' ELSE 'unique' END, k.conrelid::pg_catalog.int8, k.conname, pg_catalog.array_to_string(k.conkey, ','), ''
        FROM rels c JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('c', 'p', 'u', 'x') AND k.conparentid = 0
      UNION ALL
      SELECT 'reference', k.confrelid::pg_catalog.int8, k.conname, pg_catalog.array_to_string(k.confkey, ','), k.conrelid::pg_catalog.regclass::pg_catalog.text
        FROM rels c JOIN pg_catalog.pg_constraint k ON k.confrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0
      UNION ALL
      SELECT 'parent', i.inhrelid::pg_catalog.int8, i.inhparent::pg_catalog.regclass::pg_catalog.text, '', i.inhparent::pg_catalog.text
        FROM rels c JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
      UNION ALL
      SELECT 'unique', x.indrelid::pg_catalog.int8, i.relname, pg_catalog.array_to_string(x.indkey::pg_catalog.int2[], ','), ''
        FROM rels c JOIN pg_catalog.pg_index x ON x.indrelid = c.oid AND x.indisunique JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
      """;

  private final Probe probe;
  private final Snapshot snapshot;
  private final List<Problem> problems = new ArrayList<>();

  HiddenWrites(Probe probe, Snapshot snapshot) {
    this.probe = probe;
    this.snapshot = snapshot;
  }

  /** @param columns attnums in the relation */
  record Fact(String kind, long relation, String name, Set<Integer> columns, String detail) {}

  List<Problem> check(Map<Migration, Relation> bound, Collection<Move> moves) throws SQLException {
    if (bound.isEmpty() && moves.isEmpty()) {
      return List.of();
    }
    List<Fact> facts = facts();
    for (Move move : moves) {
      checkMove(move, facts);
    }
    for (Migration migration : bound.keySet()) {
      for (MappedTable table : snapshot.tables().values()) {
        if (table.migrations().contains(migration)) {
          List<Fact> own = facts.stream()
              .filter(fact -> fact.relation() == table.relation().oid())
              .toList();
          checkColumns(migration, table.relation(), own);
          checkParents(migration, table.relation(), own);
          if (migration.phase() == Phase.CONTRACT) {
            checkContract(migration, table.relation(), own);
          } else {
            checkWrites(migration, table.relation(), own);
          }
        }
      }
    }
    return problems;
  }

  /** Each table of a move is looked at with its own columns alone. */
  private void checkMove(Move move, List<Fact> facts) throws SQLException {
    Migration migration = move.migration();
    List<String> old = new ArrayList<>(migration.oldColumns());
    Migration leaving = migration.over(old);
    List<Fact> there =
        facts.stream().filter(fact -> fact.relation() == move.from().oid()).toList();
    checkColumns(leaving, move.from(), there);
    checkParents(leaving, move.from(), there);
    boolean contract = migration.phase() == Phase.CONTRACT;
    if (!contract || !move.isWhole()) {
      old.addAll(move.key().keySet());
      checkWrites(migration.over(old), move.from(), there);
    }
    if (contract && !move.isWhole()) {
      checkContract(leaving, move.from(), there);
    }
    if (move.to().isPresent() && migration.phase() != Phase.EXPAND) {
      Relation to = move.to().get();
      problems.addAll(new HiddenMoves(probe, move, to)
          .check(facts.stream().filter(fact -> fact.relation() == to.oid()).toList(), there));
    }
  }

  private List<Fact> facts() throws SQLException {
    return probe.query(FACTS, List.of(List.copyOf(snapshot.tables().keySet())), rows -> {
      List<Fact> facts = new ArrayList<>();
      while (rows.next()) {
        String numbers = rows.getString(4);
        Set<Integer> columns = numbers.isEmpty()
            ? Set.of()
            : Arrays.stream(numbers.split(",")).map(Integer::valueOf).collect(Collectors.toSet());
        facts.add(new Fact(
            rows.getString(1), rows.getLong(2), rows.getString(3), columns, rows.getString(5)));
      }
      return facts;
    });
  }

  /** Statements on a parent reach the rows of its children, and nobody would know. */
  private void checkParents(Migration migration, Relation table, List<Fact> facts) {
    for (Fact parent :
        of("parent", facts, fact -> !snapshot.tables().containsKey(Long.valueOf(fact.detail())))) {
      object(
          migration,
          migration.location(),
          table,
          "the parent `" + parent.name() + "`",
          parent.name(),
          "through which statements reach the table's rows",
          "let `table` name the parent");
    }
  }

  /** What no phase can have. */
  private void checkColumns(Migration migration, Relation table, List<Fact> facts) {
    Set<Integer> partitionKey = new HashSet<>();
    facts.stream()
        .filter(fact -> fact.kind().equals("partition key"))
        .forEach(fact -> partitionKey.addAll(fact.columns()));
    List<String> all = new ArrayList<>(migration.oldColumns());
    all.addAll(migration.newColumns());
    for (String name : all) {
      Column column = table.column(name).orElse(null);
      if (column == null) {
        continue;
      }
      if (column.generated()) {
        refuse(migration, name, table, "a generated column", "a column that statements can write");
      }
      if (column.identity()) {
        refuse(
            migration,
            name,
            table,
            "an identity column",
            "a column without GENERATED ... AS IDENTITY");
      }
      if (partitionKey.contains(column.number())) {
        refuse(
            migration,
            name,
            table,
            "a column of the partition key",
            "a column outside the partition key");
      }
    }
    for (Fact rule : of("rule", facts, fact -> true)) {
      object(
          migration,
          migration.location(),
          table,
          "the rule `" + rule.name() + "`",
          rule.name(),
          "which makes the server write what the statement doesn't say",
          "drop it");
    }
  }

  private void checkWrites(Migration migration, Relation table, List<Fact> facts) {
    Set<Integer> old = numbers(migration.oldColumns(), table);
    Set<Integer> mapped = new HashSet<>(old);
    mapped.addAll(numbers(migration.newColumns(), table));
    for (Fact trigger : of("trigger", facts, fact -> true)) {
      object(
          migration,
          migration.location(),
          table,
          "the BEFORE ROW trigger `" + trigger.name() + "`",
          trigger.name(),
          "which may change a mapped column after the driver has computed the other shape",
          "drop it, or make sure that it leaves the mapped columns alone");
    }
    for (Fact key : of("cascade", facts, fact -> overlaps(fact.columns(), mapped))) {
      object(
          migration,
          migration.location(),
          table,
          "the foreign key `" + key.name() + "`",
          key.name(),
          "whose " + key.detail() + " action writes a mapped column",
          "give it NO ACTION or RESTRICT");
    }
    Set<Integer> added = numbers(migration.newColumns(), table);
    boolean both = !of("policy", facts, fact -> overlaps(fact.columns(), added)).isEmpty();
    for (Fact policy : of("policy", facts, fact -> !both && overlaps(fact.columns(), old))) {
      object(
          migration,
          migration.location(),
          table,
          "the policy `" + policy.name() + "`",
          policy.name(),
          "which speaks of an old column, and none speaks of the new",
          "write the new column's policy, too");
    }
    for (Fact generated : of("generated", facts, fact -> overlaps(fact.columns(), old))) {
      object(
          migration,
          migration.location(),
          table,
          "the generated column `" + generated.name() + "`",
          generated.name(),
          "which is computed from an old column",
          "compute it from columns that stay");
    }
    grants(migration, table, facts);
  }

  private void grants(Migration migration, Relation table, List<Fact> facts) {
    for (String old : migration.oldColumns()) {
      Set<Integer> number = numbers(List.of(old), table);
      for (Fact grant : of("grant", facts, fact -> overlaps(fact.columns(), number))) {
        for (String added : migration.newColumns()) {
          Set<Integer> addedNumber = numbers(List.of(added), table);
          boolean granted = facts.stream()
              .anyMatch(f -> f.kind().equals("grant")
                  && f.name().equals(grant.name())
                  && f.detail().equals(grant.detail())
                  && overlaps(f.columns(), addedNumber));
          if (!granted) {
            String fix = "GRANT " + grant.detail() + " (" + Binder.quoted(added) + ") ON "
                + Binder.show(table) + " TO "
                + (grant.name().equals("PUBLIC") ? "PUBLIC" : Binder.quoted(grant.name()));
            object(
                migration,
                Binder.oldLocation(migration, old),
                table,
                "the column `" + old + "`",
                old,
                "on which " + grant.name() + " has a grant that `" + added + "` lacks",
                fix);
          }
        }
      }
    }
  }

  private void checkContract(Migration migration, Relation table, List<Fact> facts) {
    for (String name : migration.oldColumns()) {
      Column column = table.column(name).orElse(null);
      if (column == null) {
        continue;
      }
      Set<Integer> number = Set.of(column.number());
      String alter = "ALTER TABLE " + Binder.show(table) + " ALTER COLUMN " + Binder.quoted(name);
      if (column.notNull()) {
        contract(migration, table, name, name, "is NOT NULL", alter + " DROP NOT NULL");
      }
      if (column.defaultExpression().filter(text -> !isNull(text)).isPresent()) {
        // DROP DEFAULT would not be enough where the default is the domain's.
        contract(migration, table, name, name, "has a default", alter + " SET DEFAULT NULL");
      }
      for (Fact fact : of("check", facts, f -> overlaps(f.columns(), number))) {
        contract(
            migration,
            table,
            name,
            fact.name(),
            "is in the CHECK `" + fact.name() + "`",
            "drop it");
      }
      for (Fact fact : facts) {
        if ((fact.kind().equals("unique") || fact.kind().equals("primary key"))
            && overlaps(fact.columns(), number)) {
          contract(
              migration,
              table,
              name,
              fact.name(),
              "is in the " + fact.kind() + " `" + fact.name() + "`",
              "drop it");
        }
      }
      for (Fact fact : of("reference", facts, f -> overlaps(f.columns(), number))) {
        contract(
            migration,
            table,
            name,
            fact.name(),
            "is referenced by `" + fact.name() + "` of " + fact.detail(),
            "drop it");
      }
    }
  }

  /** A column of a domain has a default of its own that is NULL, to hide the domain's. */
  private static boolean isNull(String expression) {
    try {
      return SqlParser.parseExpression(expression) instanceof Expr.Cast cast
          && cast.operand() instanceof Expr.Constant constant
          && constant.kind() == Expr.Constant.Kind.NULL;
    } catch (SqlSyntaxException e) {
      return false;
    }
  }

  private void contract(
      Migration migration, Relation table, String column, String object, String how, String fix) {
    String found = "the old column `" + column + "` of " + Binder.show(table) + ", which " + how
        + " though `contract` no longer writes it";
    add(
        migration,
        object,
        new Problem(
            Binder.oldLocation(migration, column),
            found,
            fix + ", or `accept: [" + object + "]`",
            Optional.empty()));
  }

  private void refuse(
      Migration migration, String column, Relation table, String what, String expected) {
    String found = "`" + column + "`, which is " + what + " of " + Binder.show(table);
    add(
        migration,
        column,
        new Problem(Binder.oldLocation(migration, column), found, expected, Optional.empty()));
  }

  private void object(
      Migration migration,
      dev.crossfade.mapping.Location location,
      Relation table,
      String what,
      String object,
      String why,
      String fix) {
    add(
        migration,
        object,
        new Problem(
            location,
            what + " on " + Binder.show(table) + ", " + why,
            fix + ", or `accept: [" + object + "]`",
            Optional.empty()));
  }

  private void add(Migration migration, String object, Problem problem) {
    if (!migration.accept().contains(object)) {
      problems.add(problem);
    }
  }

  private static List<Fact> of(String kind, List<Fact> facts, Predicate<Fact> which) {
    return facts.stream().filter(fact -> fact.kind().equals(kind)).filter(which).toList();
  }

  private static Set<Integer> numbers(List<String> columns, Relation table) {
    return columns.stream()
        .flatMap(name -> table.column(name).stream())
        .map(Column::number)
        .collect(Collectors.toSet());
  }

  private static boolean overlaps(Set<Integer> a, Set<Integer> b) {
    return a.stream().anyMatch(b::contains);
  }
}
