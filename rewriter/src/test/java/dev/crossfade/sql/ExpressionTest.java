package dev.crossfade.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  @ParameterizedTest
  @CsvSource(delimiterString = "  =>  ", quoteCharacter = '`', textBlock = """
          a or b and c  =>  (or a (and b c))
          a or b or c and d and e  =>  (or a b (and c d e))
          not a = b and c  =>  (and (not (= a b)) c)
          not not a  =>  (not (not a))
          a = b is null  =>  (is null (= a b))
          a < b + c * d ^ e  =>  (< a (+ b (* c (^ d e))))
          a - b - c + d  =>  (+ (- a b c) d)
          a || b || c  =>  (|| a b c)
          a -> 'x' ->> 'y'  =>  (->> (-> a 'x') 'y')
          - a ^ 2  =>  (^ (- a) 2)
          - a::int  =>  (- (cast:int4 a))
          - - a  =>  (- (- a))
          -a-b  =>  (- (- a) b)
          ~ a + b  =>  (~ (+ a b))
          a != b  =>  (<> a b)
          a ?? b  =>  (? a b)
          a ??| b  =>  (?| a b)
          a @?? b  =>  (@? a b)
          a operator(pg_catalog.+) b * c  =>  (operator(pg_catalog.+) a (* b c))
          a between b and c and d  =>  (and (between a b c) d)
          a not between symmetric b + 1 and c  =>  (not between symmetric a (+ b 1) c)
          a in (1, 2) or b  =>  (or (in a 1 2) b)
          a not in ((1))  =>  (not in a [1])
          a in (select b)  =>  (IN:in a {select b})
          a not in ((select b))  =>  (NOT_IN:not in a {select b})
          a = any (b)  =>  (= any a b)
          a <> all ((select b))  =>  (ALL:<> a {select b})
          a like any (array['x'])  =>  (like any a (array 'x'))
          a not ilike b || c escape '!'  =>  (not ilike a (|| b c) '!')
          a like b {escape '!'}  =>  (like a b '!')
          a similar to b  =>  (similar to a b)
          a is not distinct from b and c  =>  (and (is not distinct from a b) c)
          a isnull or b notnull  =>  (or (is null a) (is not null b))
          a is not json object with unique keys  =>  (is not json a)
          a is nfkc normalized  =>  (is normalized a)
          a at time zone 'UTC' + b  =>  (+ (at time zone a 'UTC') b)
          a at local  =>  (at local a)
          a || b collate "C"  =>  (|| a (collate:C b))
          (a, b) overlaps (c, d)  =>  (overlaps (row a b) (row c d))
          ((a))  =>  [[a]]
          ((select 1))  =>  (SCALAR {select 1})
          ((select 1) + 2)  =>  [(+ (SCALAR {select 1}) 2)]
          ((select 1), 2)  =>  (row (SCALAR {select 1}) 2)
          (((select 1) union (select 2)) limit 1)  =>  (SCALAR {((select 1) union (select 2)) limit 1})
          (select array[1, 2])[1]  =>  (at (SCALAR {select array[1, 2]}) 1)
          exists (values (1))  =>  (EXISTS:exists {values (1)})
          array(select 1)  =>  (ARRAY:array {select 1})
          array[[1, 2], [3, 4]]  =>  (array (array 1 2) (array 3 4))
          row()  =>  (row)
          (a).b.c  =>  (field:c (field:b [a]))
          (a).*  =>  (field:* [a])
          a[1][2:3].c  =>  (field:c (at a 1 2 3))
          a[:]  =>  (at a)
          $1.f  =>  (field:f $1)
          cast(a as character varying(3))  =>  (cast:varchar a)
          a::double precision[]  =>  (cast:float8 a)
          a::int array[3]  =>  (cast:int4 a)
          a::timestamp(3) with time zone at time zone 'x'  =>  (at time zone (cast:timestamptz a) 'x')
          a::interval day to second(3)  =>  (cast:interval a)
          a::float(24) + a::float(25)  =>  (+ (cast:float4 a) (cast:float8 a))
          a::s.t(1, 2)  =>  (cast:t a)
          timestamp with time zone 'x'  =>  timestamptz:timestamp with time zone 'x'
          interval '1' year to month  =>  interval:interval '1' year to month
          s.t 'x'  =>  t:s.t 'x'
          bpchar(5) 'x'  =>  bpchar:bpchar(5) 'x'
          char(5) 'x'  =>  bpchar:char(5) 'x'
          {d '2020-01-01'}  =>  date:{d '2020-01-01'}
          {ts '2020-01-01 10:00:00'}  =>  timestamp:{ts '2020-01-01 10:00:00'}
          {fn concat(a, {fn lcase(b)})}  =>  (concat() a (lcase() b))
          {fn user()}  =>  (user())
          f(variadic a, b => 1, c := 2)  =>  (f() a 1 2)
          f(t.*)  =>  (f() t.*)
          extract(year from a)  =>  (extract() a)
          trim(leading 'x' from a)  =>  (ltrim() 'x' a)
          substring(a from 1 for 2)  =>  (substring() a 1 2)
          position('a' in b)  =>  (position() 'a' b)
          overlay(a placing b from 1)  =>  (overlay() a b 1)
          collation for (a)  =>  (pg_collation_for() a)
          treat(a as int)  =>  (int4() a)
          current_timestamp(3) + a  =>  (+ (current_timestamp()) a)
          json_object('a': b, 'c' value d null on null)  =>  (json_object() 'a' b 'c' d)
          json_value(a, '$' passing b as x returning int default 1 on empty)  =>  (json_value() a '$' b 1)
          xmlelement(name n, xmlattributes(a as x), b)  =>  (xmlelement() a b)
          interval  =>  interval
          values + time  =>  (+ values time)
          1.5e-3 + .5 + 0x1F + 1_000  =>  (+ 1.5e-3 .5 0x1F 1_000)
          """)
  void bindsAsTheServerDoes(String expression, String shape) throws SqlSyntaxException {
    assertEquals(shape, Shape.of(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a +",
        "(a",
        "select",
        "from",
        "* a",
        "a ? b",
        "array(1)",
        "case end",
        "f(",
        "a[1",
        "{x '1'}",
        "$99999999999",
        "left"
      })
  void refusesWhatIsNoExpression(String text) {
    assertThrows(SqlSyntaxException.class, () -> SqlParser.parseExpression(text));
  }

  @Test
  void saysWhereAndNeverALiteral() {
    SqlSyntaxException e =
        assertThrows(SqlSyntaxException.class, () -> SqlParser.parseExpression("a = 'b' 'secret'"));
    assertEquals(8, e.offset());
    assertEquals("found a string, expected the end", e.getMessage());
  }
}
