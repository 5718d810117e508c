package dev.crossfade.sql;

import java.util.List;

/** The parsers of one text, which call each other. */
final class Grammar {
  final TokenCursor cursor;
  final TypeParser types;
  final ExpressionParser expressions;
  final CallParser calls;
  final KeywordCallParser keywordCalls;
  final JsonParser json;
  final XmlParser xml;
  final FromParser from;
  final FromFunctionParser fromFunctions;
  final QueryParser queries;
  final WriteParser writes;
  final MergeParser merges;
  final StatementParser statements;

  Grammar(List<Token> tokens) {
    cursor = new TokenCursor(tokens);
    types = new TypeParser(this);
    expressions = new ExpressionParser(this);
    calls = new CallParser(this);
    keywordCalls = new KeywordCallParser(this);
    json = new JsonParser(this);
    xml = new XmlParser(this);
    from = new FromParser(this);
    fromFunctions = new FromFunctionParser(this);
    queries = new QueryParser(this);
    writes = new WriteParser(this);
    merges = new MergeParser(this);
    statements = new StatementParser(this);
  }
}
