package dev.crossfade.sql;

import java.util.List;

/**
 * A text that was read: its tokens and its statements in order.
 *
 * @param placeholders the number of JDBC's {@code ?}
 */
public record Script(
    String text, List<Token> tokens, List<Statement> statements, int placeholders) {}
