package dev.crossfade.fuzz;

import dev.crossfade.rewrite.Context;
import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Outcome;
import dev.crossfade.rewrite.Rewriter;
import dev.crossfade.sql.Lexer;
import dev.crossfade.sql.Script;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import dev.crossfade.sql.Token;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Cuts a text into tokens, scans it for mapped names and parses it. A text that begins with a backslash, which no statement does, is read behind it with
 * standard_conforming_strings off.
 */
public final class ScannerTarget {
  private static final Context NOTHING_MAPPED = Shop.unmapped(true);

  private ScannerTarget() {}

  /** Before the clock runs. */
  public static void fuzzerInitialize() {
    unmapped("");
  }

  public static void fuzzerTestOneInput(byte[] input) throws SqlSyntaxException {
    String all = new String(input, StandardCharsets.UTF_8);
    boolean standardStrings = !all.startsWith("\\");
    String text = standardStrings ? all : all.substring(1);
    List<Token> tokens;
    try {
      tokens = Lexer.tokenize(text, standardStrings);
    } catch (SqlSyntaxException e) {
      Claim.inside(text, e);
      unmapped(text);
      return;
    }
    places(text, tokens, standardStrings);
    unmapped(text);
    try {
      Script script = SqlParser.parse(text, standardStrings);
      Claim.that(tokens.equals(script.tokens()), "the parser has other tokens");
      Nodes.check(script);
    } catch (SqlSyntaxException e) {
      Claim.inside(text, e);
    }
  }

  /** Tokens stand in order, each is one token by itself, and between them is nothing but blanks and comments. */
  private static void places(String text, List<Token> tokens, boolean standardStrings)
      throws SqlSyntaxException {
    int end = 0;
    for (Token token : tokens) {
      Claim.that(
          token.span().start() >= end && token.span().end() > token.span().start(), "order");
      blank(text.substring(end, token.span().start()), standardStrings);
      List<Token> alone = Lexer.tokenize(token.span().of(text), standardStrings);
      Claim.that(
          alone.size() == 1
              && alone.get(0).kind() == token.kind()
              && alone.get(0).text().equals(token.text()),
          "not a token by itself: " + token);
      end = token.span().end();
    }
    blank(text.substring(end), standardStrings);
  }

  private static void blank(String gap, boolean standardStrings) throws SqlSyntaxException {
    Claim.that(Lexer.tokenize(gap, standardStrings).isEmpty(), "a token is missing");
  }

  private static void unmapped(String text) {
    Claim.that(
        Rewriter.rewrite(text, new GeneratedKeys.All(), NOTHING_MAPPED)
            instanceof Outcome.Unchanged,
        "changed, though nothing is mapped");
  }
}
