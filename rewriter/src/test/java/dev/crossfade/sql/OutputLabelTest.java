package dev.crossfade.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class OutputLabelTest {
  /** The labels are what PostgreSQL 18.6 answered. */
  @ParameterizedTest
  @CsvFileSource(resources = "labels.txt", delimiterString = "  =>  ", quoteCharacter = '`')
  void isTheServersLabel(String expression, String label) throws SqlSyntaxException {
    assertEquals(label, OutputLabel.of(SqlParser.parseExpression(expression)));
  }
}
