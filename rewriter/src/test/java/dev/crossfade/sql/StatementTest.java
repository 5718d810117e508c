package dev.crossfade.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {
  private static Statement one(String text) throws SqlSyntaxException {
    List<Statement> statements = SqlParser.parse(text, true).statements();
    assertEquals(1, statements.size());
    return statements.get(0);
  }

  private static Query.Select select(String text) throws SqlSyntaxException {
    return assertInstanceOf(
        Query.Select.class, assertInstanceOf(Query.class, one(text)).body());
  }

  private static List<String> texts(List<? extends Node> nodes, String text) {
    return nodes.stream().map(node -> node.span().of(text)).toList();
  }

  @Test
  void splitsStatementsAndSkipsEmptyOnes() throws SqlSyntaxException {
    String text =
        ";; select ';' /* ; */ , ? ; ; update t set a = ? ; create function f() begin atomic select 1; end; do $$;$$ ;";
    Script script = SqlParser.parse(text, true);
    assertEquals(
        List.of(
            "select ';' /* ; */ , ?",
            "update t set a = ?",
            "create function f() begin atomic select 1; end",
            "do $$;$$"),
        texts(script.statements(), text));
    assertEquals(2, script.placeholders());
    assertEquals(
        List.of(0, 1),
        Trees.all(script, Expr.Placeholder.class).stream()
            .map(Expr.Placeholder::index)
            .toList());
    assertEquals(List.of(), SqlParser.parse(" -- nothing\n", true).statements());
  }

  @Test
  void selectItemsCoverTheirAliases() throws SqlSyntaxException {
    String text = "select a , b as c, d e, t.*, f(x) \"G\" , g year_ from t";
    List<Query.SelectItem> items = select(text).targets();
    assertEquals(List.of("a", "b as c", "d e", "t.*", "f(x) \"G\"", "g year_"), texts(items, text));
    assertEquals(
        List.of("", "c", "e", "", "G", "year_"),
        items.stream().map(item -> item.alias().map(Name::value).orElse("")).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select a year from t",
        "select a from t left",
        "select user a b",
        "update t set",
        "insert into t",
        "delete t",
        "select from from t",
        "merge into t using u on true",
        "select 1 union",
        "with a as (select 1)",
        "select * from a join b",
        "select (1",
        "select 1)",
        "values",
        "copy t"
      })
  void refusesWhatTheServerRefuses(String text) {
    assertThrows(SqlSyntaxException.class, () -> SqlParser.parse(text, true));
  }

  @Test
  void parenthesesAroundAWholeQueryLeaveNoTrace() throws SqlSyntaxException {
    String text = " ( ( select 1 ) ) ";
    assertEquals("select 1", one(text).span().of(text));
    assertInstanceOf(Query.Select.class, ((Query) one(text)).body());
  }

  @Test
  void parenthesesAroundAnArmAreNested() throws SqlSyntaxException {
    String text = "((select 1) union all (select 2 order by 1)) order by 1";
    Query query = assertInstanceOf(Query.class, one(text));
    Query.Nested nested = assertInstanceOf(Query.Nested.class, query.body());
    Query.SetOperation union =
        assertInstanceOf(Query.SetOperation.class, nested.query().body());
    assertTrue(union.all());
    assertEquals("(select 2 order by 1)", union.right().span().of(text));
    assertEquals(List.of("1"), texts(query.orderBy(), text));
  }

  @Test
  void intersectBindsTighterThanUnion() throws SqlSyntaxException {
    String text = "select 1 union select 2 intersect select 3 except select 4";
    Query.SetOperation except =
        assertInstanceOf(Query.SetOperation.class, ((Query) one(text)).body());
    Query.SetOperation union = assertInstanceOf(Query.SetOperation.class, except.left());
    assertEquals("select 2 intersect select 3", union.right().span().of(text));
  }

  @Test
  void joinsWithoutParenthesesNestByTheirConditions() throws SqlSyntaxException {
    String text =
        "select * from a join b join c on b.x = c.x on a.x = b.x, (d natural join e) as j (p) , (f cross join g)";
    List<FromItem> from = select(text).from();
    FromItem.Join outer = assertInstanceOf(FromItem.Join.class, from.get(0));
    assertEquals("b join c on b.x = c.x", outer.right().span().of(text));
    FromItem.Join aliased = assertInstanceOf(FromItem.Join.class, from.get(1));
    assertEquals("(d natural join e) as j (p)", aliased.span().of(text));
    assertEquals("as j (p)", aliased.alias().orElseThrow().span().of(text));
    assertEquals(
        "natural",
        assertInstanceOf(FromItem.Condition.Natural.class, aliased.condition())
            .span()
            .of(text));
    assertEquals(
        "(f cross join g)",
        assertInstanceOf(FromItem.Nested.class, from.get(2)).span().of(text));
  }

  @Test
  void parenthesesInFromAreQueryOrJoin() throws SqlSyntaxException {
    String text =
        "select * from ((select 1) a join (select 2) b on true), ((select 3) union select 4) c, ((select 5))";
    List<FromItem> from = select(text).from();
    assertInstanceOf(FromItem.Nested.class, from.get(0));
    assertEquals(
        "(select 3) union select 4",
        assertInstanceOf(FromItem.SubqueryRef.class, from.get(1)).query().span().of(text));
    assertEquals(
        "select 5",
        assertInstanceOf(FromItem.SubqueryRef.class, from.get(2)).query().span().of(text));
  }

  @Test
  void functionsDefineColumns() throws SqlSyntaxException {
    String text =
        "select * from f(a) as t (x int, y text[]), rows from (g(), h() as (z int)) with ordinality u (p, q, r)";
    List<FromItem> from = select(text).from();
    FromItem.FunctionRef first = assertInstanceOf(FromItem.FunctionRef.class, from.get(0));
    assertEquals(List.of("x", "y"), first.columns().stream().map(Name::value).toList());
    assertEquals("t", first.alias().orElseThrow().name().value());
    FromItem.FunctionRef second = assertInstanceOf(FromItem.FunctionRef.class, from.get(1));
    assertTrue(second.ordinality());
    assertEquals(2, second.functions().size());
    assertEquals(
        List.of("p", "q", "r"),
        second.alias().orElseThrow().columns().stream().map(Name::value).toList());
  }

  @Test
  void insertKnowsThePlacesOfItsParts() throws SqlSyntaxException {
    String text =
        "insert into s.t as x ( a , b[1] ) overriding user value ( select 1, ? ) on conflict ((lower(a)), b collate \"C\" text_ops) "
            + "where c do update set a = excluded.a where t.b returning with (old as o) o.*, a z";
    Statement.Insert insert = assertInstanceOf(Statement.Insert.class, one(text));
    assertEquals("s.t as x", insert.target().span().of(text));
    assertEquals("( a , b[1] )", insert.columnList().orElseThrow().of(text));
    assertEquals("[1]", insert.columns().get(1).indirection().orElseThrow().of(text));
    assertEquals("overriding user value", insert.overriding().orElseThrow().of(text));
    Statement.Source.Rows rows = assertInstanceOf(Statement.Source.Rows.class, insert.source());
    assertEquals("( select 1, ? )", rows.span().of(text));
    assertEquals("select 1, ?", rows.query().span().of(text));
    Statement.OnConflict onConflict = insert.onConflict().orElseThrow();
    assertEquals(
        List.of("(lower(a))", "b collate \"C\" text_ops"), texts(onConflict.inference(), text));
    assertEquals("c", onConflict.where().orElseThrow().span().of(text));
    assertEquals(List.of("a = excluded.a"), texts(onConflict.updates(), text));
    Statement.Returning returning = insert.returning().orElseThrow();
    assertEquals(Optional.of("o"), returning.oldAlias().map(Name::value));
    assertEquals(List.of("o.*", "a z"), texts(returning.items(), text));
  }

  @Test
  void updateKnowsItsAssignments() throws SqlSyntaxException {
    String text =
        "update only t set a = default, (b, c[2]) = (select 1, 2), d.e = ? from u where current of k";
    Statement.Update update = assertInstanceOf(Statement.Update.class, one(text));
    assertTrue(update.target().only());
    assertEquals(
        List.of("a = default", "(b, c[2]) = (select 1, 2)", "d.e = ?"),
        texts(update.assignments(), text));
    Statement.Assignment.Multiple multiple = assertInstanceOf(
        Statement.Assignment.Multiple.class, update.assignments().get(1));
    assertEquals("(b, c[2])", multiple.targetList().of(text));
    assertInstanceOf(Expr.Subquery.class, multiple.value());
    assertEquals(
        "current of",
        assertInstanceOf(Expr.Operation.class, update.where().orElseThrow()).operator());
  }

  @Test
  void mergeKnowsItsActions() throws SqlSyntaxException {
    String text =
        "merge into t using s on true when matched and a then delete when not matched by source then update set a = 1 "
            + "when not matched then insert (a) values (?) when matched then do nothing returning t.*";
    Statement.Merge merge = assertInstanceOf(Statement.Merge.class, one(text));
    assertEquals(
        List.of("delete", "update set a = 1", "insert (a) values (?)", "do nothing"),
        texts(merge.whens().stream().map(Statement.MergeWhen::action).toList(), text));
    assertEquals(
        Statement.MergeWhen.Match.NOT_MATCHED_BY_SOURCE, merge.whens().get(1).match());
    assertEquals(
        Statement.MergeWhen.Match.NOT_MATCHED_BY_TARGET, merge.whens().get(2).match());
  }

  @Test
  void namesAreWhatTheServerSees() throws SqlSyntaxException {
    Query.Select select = select("select U&\"\\0061b\".\"C\"\"d\" from Ab.CD");
    assertEquals(
        List.of("ab", "C\"d"),
        ((Expr.ColumnRef) select.targets().get(0).expr())
            .parts().stream().map(Name::value).toList());
    QualifiedName table = ((FromItem.TableRef) select.from().get(0)).name();
    assertEquals(Optional.of("ab"), table.schema());
    assertEquals("cd", table.last());
  }

  @ParameterizedTest
  @CsvSource(delimiterString = "  =>  ", quoteCharacter = '`', textBlock = """
          set search_path to a  =>  SET
          alter table t add a int  =>  ALTER TABLE
          alter default privileges grant select on tables to u  =>  ALTER DEFAULT PRIVILEGES
          create or replace function f() returns int language sql return 1  =>  CREATE FUNCTION
          create unique index i on t (a)  =>  CREATE INDEX
          create temp table t (a int)  =>  CREATE TABLE
          create rule r as on insert to t do (select 1; select 2)  =>  CREATE RULE
          create constraint trigger t after insert on t execute function f()  =>  CREATE TRIGGER
          create foreign table t (a int) server s  =>  CREATE FOREIGN TABLE
          drop materialized view if exists v  =>  DROP MATERIALIZED VIEW
          refresh materialized view v  =>  REFRESH MATERIALIZED VIEW
          prepare transaction 'x'  =>  PREPARE TRANSACTION
          start transaction  =>  START TRANSACTION
          commit  =>  COMMIT
          call p(?)  =>  CALL
          {? = call f(?)}  =>  CALL
          explain refresh materialized view v  =>  EXPLAIN
          """)
  void otherCommandsAreKnownByTheirWords(String text, String command) throws SqlSyntaxException {
    Statement.Utility utility = assertInstanceOf(Statement.Utility.class, one(text));
    assertEquals(command, utility.command());
    assertEquals(text, utility.span().of(text));
  }

  @Test
  void truncateNamesItsTables() throws SqlSyntaxException {
    String text = "truncate table only (a), s.b *, \"C\" restart identity cascade";
    Statement.Truncate truncate = assertInstanceOf(Statement.Truncate.class, one(text));
    assertEquals(
        List.of("a", "b", "C"),
        truncate.tables().stream().map(QualifiedName::last).toList());
    assertEquals(text, truncate.span().of(text));
  }

  @ParameterizedTest
  @CsvSource(delimiterString = "  =>  ", quoteCharacter = '`', textBlock = """
          explain (analyze, format json) (select 1)  =>  EXPLAIN  =>  ``  =>  select 1
          explain analyze verbose delete from t  =>  EXPLAIN  =>  ``  =>  delete from t
          declare c no scroll cursor with hold for select 1  =>  DECLARE_CURSOR  =>  c  =>  select 1
          prepare p (int, numeric(3)[]) as values ($1)  =>  PREPARE  =>  p  =>  values ($1)
          create temp table s.t (a, b) on commit drop as table u with no data  =>  CREATE_TABLE_AS  =>  t  =>  table u
          create or replace recursive view v (a) with (x = 1) as select 1 with check option  =>  CREATE_VIEW  =>  v  =>  select 1
          create materialized view if not exists m as select 1 with data  =>  CREATE_MATERIALIZED_VIEW  =>  m  =>  select 1
          """)
  void wrappersHoldTheirStatement(
      String text, Statement.Wrapper.Kind kind, String name, String body)
      throws SqlSyntaxException {
    Statement.Wrapper wrapper = assertInstanceOf(Statement.Wrapper.class, one(text));
    assertEquals(kind, wrapper.kind());
    assertEquals(name, wrapper.name().map(QualifiedName::last).orElse(""));
    assertEquals(body, wrapper.body().span().of(text));
    assertEquals(text, wrapper.span().of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "execute p (1, ?)",
        "explain analyze execute p (1, ?)",
        "create table t as execute p (1, ?) with no data"
      })
  void executeIsSeenBehindOtherWords(String text) throws SqlSyntaxException {
    Statement.Execute execute = assertInstanceOf(Statement.Execute.class, one(text));
    assertEquals("p", execute.name().value());
    assertEquals(2, execute.arguments().size());
    assertEquals(text, execute.span().of(text));
  }

  @Test
  void copyKnowsItsDirection() throws SqlSyntaxException {
    Statement.Copy in =
        assertInstanceOf(Statement.Copy.class, one("copy s.t (a, b) from stdin with (format csv)"));
    assertTrue(in.from());
    assertEquals("t", in.table().orElseThrow().last());
    Statement.Copy out =
        assertInstanceOf(Statement.Copy.class, one("copy (delete from t returning *) to stdout"));
    assertInstanceOf(Statement.Delete.class, out.query().orElseThrow());
  }
}
