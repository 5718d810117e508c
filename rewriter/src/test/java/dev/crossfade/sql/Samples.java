package dev.crossfade.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Statements to try the parser on. */
final class Samples {
  private Samples() {}

  /** Our own statements, one for each construct: {@code samples.sql}, separated by empty lines. */
  static List<String> own() {
    try (InputStream stream =
        Objects.requireNonNull(Samples.class.getResourceAsStream("samples.sql"))) {
      return Arrays.stream(new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n\n+"))
          .map(String::strip)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Statements of a gzipped file with one JSON object a line whose last member {@code s} is the statement. */
  static List<String> corpus(Path file) throws IOException {
    List<String> statements = new ArrayList<>();
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        statements.add(
            unescape(line.substring(line.indexOf(",\"s\":\"") + 6, line.lastIndexOf("\"}"))));
      }
    }
    return statements;
  }

  private static String unescape(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int index = 0; index < json.length(); index++) {
      char c = json.charAt(index);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      c = json.charAt(++index);
      if (c == 'u') {
        text.append((char) Integer.parseInt(json.substring(index + 1, index + 5), 16));
        index += 4;
      } else {
        int known = "ntrbf".indexOf(c);
        text.append(known < 0 ? c : "\n\t\r\b\f".charAt(known));
      }
    }
    return text.toString();
  }

  /**
   * The corpus writes the operators {@code ?}, {@code ?|}, {@code @?} as the server takes them; over JDBC each of their question marks has to be
   * doubled, or it is a placeholder.
   */
  static String forJdbc(String statement) throws SqlSyntaxException {
    StringBuilder text = new StringBuilder(statement);
    List<Token> tokens = Lexer.tokenize(statement, true);
    for (int index = tokens.size() - 1; index >= 0; index--) {
      if (tokens.get(index).kind() == Token.Kind.PLACEHOLDER) {
        text.insert(tokens.get(index).span().start(), '?');
      }
    }
    return text.toString();
  }
}
