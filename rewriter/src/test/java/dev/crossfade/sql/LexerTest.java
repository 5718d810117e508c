package dev.crossfade.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {
  @ParameterizedTest
  @CsvSource(delimiterString = "  =>  ", quoteCharacter = '`', textBlock = """
          SELECT aB$1 FROM "T""x"  =>  IDENTIFIER select | IDENTIFIER ab$1 | IDENTIFIER from | QUOTED_IDENTIFIER T"x
          ÄÖ äß  =>  IDENTIFIER ÄÖ | IDENTIFIER äß
          U&"d\\0061t\\+000061"  =>  QUOTED_IDENTIFIER data
          U&"d!0061t" uescape '!'  =>  QUOTED_IDENTIFIER dat
          u&'x' /* c */ UESCAPE '!' a  =>  STRING u&'x' /* c */ UESCAPE '!' | IDENTIFIER a
          E'a\\'b' 'c''d'  =>  STRING E'a\\'b' | STRING 'c''d'
          'a\\' b  =>  STRING 'a\\' | IDENTIFIER b
          N'a' B'01' x'1F'  =>  STRING N'a' | BIT_STRING B'01' | BIT_STRING x'1F'
          $$a'b$$ $t$ $$ $t$  =>  STRING $$a'b$$ | STRING $t$ $$ $t$
          a$b$c  =>  IDENTIFIER a$b$c
          $1 ? ?  =>  PARAMETER $1 | PLACEHOLDER ? | PLACEHOLDER ?
          a??b ??| ??& @?? =?  =>  IDENTIFIER a | OPERATOR ?? | IDENTIFIER b | OPERATOR ??| | OPERATOR ??& | OPERATOR @?? | OPERATOR = | PLACEHOLDER ?
          ???  =>  OPERATOR ?? | PLACEHOLDER ?
          1. .5 1.5e-3 1e10 0x1F 0o17 0b1 1_000  =>  NUMERIC 1. | NUMERIC .5 | NUMERIC 1.5e-3 | NUMERIC 1e10 | INTEGER 0x1F | INTEGER 0o17 | INTEGER 0b1 | INTEGER 1_000
          1..10  =>  INTEGER 1 | PUNCTUATION .. | INTEGER 10
          a=-1  =>  IDENTIFIER a | OPERATOR = | OPERATOR - | INTEGER 1
          a*-1  =>  IDENTIFIER a | OPERATOR * | OPERATOR - | INTEGER 1
          a @- b  =>  IDENTIFIER a | OPERATOR @- | IDENTIFIER b
          a<=b>=c<>d!=e  =>  IDENTIFIER a | OPERATOR <= | IDENTIFIER b | OPERATOR >= | IDENTIFIER c | OPERATOR <> | IDENTIFIER d | OPERATOR != | IDENTIFIER e
          a::b:=c=>d:e  =>  IDENTIFIER a | PUNCTUATION :: | IDENTIFIER b | PUNCTUATION := | IDENTIFIER c | PUNCTUATION => | IDENTIFIER d | PUNCTUATION : | IDENTIFIER e
          a+--b  =>  IDENTIFIER a | OPERATOR +
          a+/*b/*c*/d*/e  =>  IDENTIFIER a | OPERATOR + | IDENTIFIER e
          """)
  void cutsAsTheServerDoes(String text, String tokens) throws SqlSyntaxException {
    assertEquals(tokens, print(Lexer.tokenize(text, true)));
  }

  @Test
  void joinsStringsOverLineBreaksOnly() throws SqlSyntaxException {
    assertEquals("STRING 'a'\n 'b' -- c\n'd'", print(Lexer.tokenize("'a'\n 'b' -- c\n'd'", true)));
    assertEquals("STRING 'a' | STRING 'b'", print(Lexer.tokenize("'a' 'b'", true)));
    assertEquals("STRING 'a' | STRING 'b'", print(Lexer.tokenize("'a' /*\n*/ 'b'", true)));
  }

  @Test
  void backslashesEscapeWithoutStandardStrings() throws SqlSyntaxException {
    assertEquals("STRING 'a\\' b'", print(Lexer.tokenize("'a\\' b'", false)));
  }

  @Test
  void cutsNamesAtSixtyThreeBytes() throws SqlSyntaxException {
    assertEquals("a".repeat(63), Lexer.tokenize("a".repeat(70), true).get(0).text());
    assertEquals(
        "a" + "ä".repeat(31),
        Lexer.tokenize("\"a" + "ä".repeat(40) + "\"", true).get(0).text());
    assertEquals("ä".repeat(31), Lexer.tokenize("ä".repeat(32), true).get(0).text());
  }

  private static String print(List<Token> tokens) {
    return tokens.stream()
        .map(token -> token.kind() + " " + token.text())
        .collect(Collectors.joining(" | "));
  }
}
