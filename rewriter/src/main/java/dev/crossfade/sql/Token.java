package dev.crossfade.sql;

/**
 * A lexical element; white space and comments are none.
 *
 * @param text for IDENTIFIER the folded, unquoted name; for QUOTED_IDENTIFIER the unquoted name; else the characters as they stand
 */
public record Token(Kind kind, String text, Span span) implements Node {
  public enum Kind {
    /** An unquoted identifier or keyword. */
    IDENTIFIER,
    /** {@code "x"} or {@code U&"x"}: never a keyword. */
    QUOTED_IDENTIFIER,
    /** {@code '…'}, {@code E'…'}, {@code U&'…'}, {@code N'…'}, {@code $$…$$}; adjacent strings over a line break are one token. */
    STRING,
    /** {@code B'…'} and {@code X'…'}. */
    BIT_STRING,
    INTEGER,
    NUMERIC,
    /** JDBC's {@code ?}. */
    PLACEHOLDER,
    /** {@code $1}. */
    PARAMETER,
    /** An operator; {@code ??} is pgjdbc's spelling of the operator {@code ?}. */
    OPERATOR,
    /** One of <code>( ) [ ] , ; : . { }</code>, {@code ::}, {@code :=}, {@code ..}, {@code =>}. */
    PUNCTUATION
  }
}
