package dev.crossfade.sql;

/** A text that the parser does not understand. The message names what was found and what was expected, never a literal's value. */
public final class SqlSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;
  private final int offset;

  public SqlSyntaxException(String message, int offset) {
    super(message, null, false, false);
    this.reason = message;
    this.offset = offset;
  }

  /** Where in the text, in characters from 0. */
  public int offset() {
    return offset;
  }

  @Override
  public String getMessage() {
    return reason;
  }
}
