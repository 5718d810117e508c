package dev.crossfade.driver.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiteralsTest {
  private static Literals lifted(String sql) {
    return Literals.of(sql, true).orElseThrow();
  }

  @Test
  void statementsThatDifferInStringsHaveOneShape() {
    assertEquals(
        lifted("SELECT * FROM users WHERE username = 'a' AND note = 'it''s'").shape(),
        lifted("SELECT * FROM users WHERE username = 'bcd' AND note = $$?$$").shape());
    assertNotEquals(
        lifted("SELECT 1 FROM users WHERE username = 'a'").shape(),
        lifted("SELECT 2 FROM users WHERE username = 'a'").shape());
  }

  @Test
  void everyKindOfStringComesBackAsItStood() {
    for (String sql : List.of(
        "SELECT 'a', E'b\\'c', $x$d'e$x$, N'f', '', U&'\\0061' FROM t",
        "INSERT INTO t VALUES ('a'\n'b', date '2020-01-01', interval '1' day)",
        "WITH x AS (SELECT 'a') SELECT * FROM x WHERE y LIKE '%!%' ESCAPE '!'")) {
      Literals literals = lifted(sql);
      assertEquals(sql, literals.restore(literals.shape()));
    }
  }

  @Test
  void aStringThatThePlanNeedsTwiceComesBackTwice() {
    Literals literals = lifted("INSERT INTO t (a) VALUES ('x')");
    String value = literals
        .shape()
        .substring(literals.shape().indexOf('\''), literals.shape().lastIndexOf('\'') + 1);
    assertEquals("f('x', 'x')", literals.restore("f(" + value + ", " + value + ")"));
  }

  @Test
  void stringsThatAreMoreThanValuesStay() {
    for (String sql : List.of(
        "DO 'BEGIN END'",
        "SELECT U&'d!0061t' UESCAPE '!'",
        "SELECT 1",
        "SELECT 'open",
        "SELECT 'a'; SELECT 'b'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'")) {
      assertEquals(Optional.empty(), Literals.of(sql, true), sql);
    }
  }
}
