package dev.crossfade.corpus;

import dev.crossfade.sql.Lexer;
import dev.crossfade.sql.SqlSyntaxException;
import dev.crossfade.sql.Token;
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
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Statements that PostgreSQL 18 accepts, as JDBC takes them. */
public final class Corpus {
  private Corpus() {}

  /** The file that {@code -Dcorpus} names. */
  public static Optional<Path> file() {
    return Optional.ofNullable(System.getProperty("corpus"))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }

  /** The statements of the file that {@code -Dcorpus} names, or our own. */
  public static List<String> statements() {
    return file().map(Corpus::read).orElseGet(Corpus::own);
  }

  /** A small sample over the same tables, in our own words; statements are separated by empty lines. */
  public static List<String> own() {
    try (InputStream stream =
        Objects.requireNonNull(Corpus.class.getResourceAsStream("/corpus/own.sql"))) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n\\s*\n"))
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> read(Path file) {
    List<String> statements = new ArrayList<>();
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        statements.add(forJdbc(
            unescaped(line.substring(line.indexOf(",\"s\":\"") + 6, line.lastIndexOf("\"}")))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return statements;
  }

  private static String unescaped(String json) {
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

  /** The operators {@code ?}, {@code ?|} and {@code @?} stand in the file as the server takes them; JDBC wants their question marks doubled. */
  private static String forJdbc(String statement) {
    StringBuilder text = new StringBuilder(statement);
    try {
      List<Token> tokens = Lexer.tokenize(statement, true);
      for (int index = tokens.size() - 1; index >= 0; index--) {
        if (tokens.get(index).kind() == Token.Kind.PLACEHOLDER) {
          text.insert(tokens.get(index).span().start(), '?');
        }
      }
    } catch (SqlSyntaxException e) {
      return statement;
    }
    return text.toString();
  }
}
