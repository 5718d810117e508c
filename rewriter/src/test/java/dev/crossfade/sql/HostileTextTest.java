package dev.crossfade.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTextTest {
  private static final long SEED = 20_250_925L;
  private static final int ROUNDS = 20_000;
  private static final String NOISE = "()[]{}'\"$?;:,.+-*/\\\0 \n\u00e4\ud83d eEuU&xbn01_=<>@";

  @Test
  void mutatedStatementsParseSanelyOrAreRefused() throws SqlSyntaxException {
    Random random = new Random(SEED);
    List<String> samples = Samples.own();
    int parsed = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = mutate(samples.get(random.nextInt(samples.size())), samples, random);
      try {
        Script script = SqlParser.parse(text, random.nextBoolean());
        if (round % 16 == 0) {
          Places.check(script);
        }
        parsed++;
      } catch (SqlSyntaxException e) {
        assertTrue(
            e.offset() >= 0 && e.offset() <= text.length(),
            () -> "seed " + SEED + ": offset " + e.offset() + " of " + text);
        refused++;
      }
    }
    assertTrue(
        parsed > ROUNDS / 20 && refused > ROUNDS / 20, "parsed " + parsed + ", refused " + refused);
  }

  private static String mutate(String sample, List<String> samples, Random random) {
    StringBuilder text = new StringBuilder(sample);
    for (int change = random.nextInt(4); change >= 0; change--) {
      int place = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), place + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(place, end);
        case 1 -> text.insert(place, NOISE.charAt(random.nextInt(NOISE.length())));
        case 2 -> text.insert(place, text.substring(place, end));
        default -> {
          String other = samples.get(random.nextInt(samples.size()));
          int start = random.nextInt(other.length());
          text.insert(place, other, start, Math.min(other.length(), start + random.nextInt(20)));
        }
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"or", "and", "+", "||", "or not b and c or", ","})
  void chainsOfThousandsAreRead(String operator) {
    String text = "select a" + (" " + operator + " a").repeat(10_000);
    assertTimeout(
        Duration.ofSeconds(5),
        () -> assertEquals(1, SqlParser.parse(text, true).statements().size()));
  }

  @ParameterizedTest
  @CsvSource(delimiterString = " ... ", quoteCharacter = '`', textBlock = """
          ( ... )
          (select ... )
          (a + ( ... ))
          f( ... )
          coalesce(1, ... )
          case when ... then 1 end
          not ... ``
          - ... ``
          a[ ... ]
          a in (select ... )
          exists (select ... from t)
          json_array(select ... )
          {fn f( ... )}
          array[ ... ]
          cast( ... as int)
          f() over (order by ... )
          1::t( ... )
          """)
  void deepNestingIsReadOrRefusedOnASmallStack(String opening, String closing)
      throws InterruptedException, ExecutionException {
    assertEquals("read", onSmallStack(nested(opening, closing, 50)));
    assertEquals("nested too deeply", onSmallStack(nested(opening, closing, 5_000)));
  }

  private static String nested(String opening, String closing, int levels) {
    String inner =
        opening.endsWith("[") || opening.endsWith("t(") || opening.endsWith("f(") ? "1" : "b";
    String array =
        opening.startsWith("array") ? "array" + "[".repeat(levels) : (opening + " ").repeat(levels);
    return "select " + array + inner + (" " + closing).repeat(levels);
  }

  private static String onSmallStack(String text) throws InterruptedException, ExecutionException {
    FutureTask<String> task = new FutureTask<>(() -> {
      try {
        SqlParser.parse(text, true);
        return "read";
      } catch (SqlSyntaxException e) {
        return e.getMessage();
      }
    });
    Thread thread = new Thread(null, task, "small stack", 512 * 1024);
    thread.start();
    thread.join();
    return task.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select '",
        "select \"a",
        "/* /* */",
        "$a$ $b$",
        "select $",
        "select 1a",
        "select U&'a' uescape 'ab'",
        "select U&\"\\00\"",
        "select 0x",
        "select \\",
        "select \"\"",
        ")",
        "1",
        "'x'"
      })
  void brokenTokensAreRefused(String text) {
    assertThrows(SqlSyntaxException.class, () -> SqlParser.parse(text, true));
  }
}
