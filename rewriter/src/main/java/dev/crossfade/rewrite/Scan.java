package dev.crossfade.rewrite;

import dev.crossfade.catalog.Lookup;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.Traits.Result.Kind;
import dev.crossfade.sql.Lexer;
import dev.crossfade.sql.SqlSyntaxException;
import dev.crossfade.sql.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the words of a text say before it is parsed: whether it can touch a mapped table at all, and what it does besides reading and writing. */
final class Scan {
  private static final Set<String> DDL = Set.of(
      "create",
      "alter",
      "drop",
      "grant",
      "revoke",
      "do",
      "call",
      "import",
      "reassign",
      "security",
      "comment",
      "reindex",
      "cluster",
      "refresh");
  private static final Set<String> NAMES =
      Set.of("set", "reset", "discard", "rollback", "abort", "do", "call");

  private static final Set<String> MAY_UNCOVER =
      Set.of("rollback", "abort", "commit", "end", "reset", "drop", "alter");

  private final String text;
  private final Optional<List<Token>> tokens;
  private final List<List<Token>> statements = new ArrayList<>();

  private Scan(String text, Optional<List<Token>> tokens) {
    this.text = text;
    this.tokens = tokens;
    List<Token> current = new ArrayList<>();
    for (Token token : tokens.orElse(List.of())) {
      if (token.kind() == Token.Kind.PUNCTUATION && token.text().equals(";")) {
        statements.add(current);
        current = new ArrayList<>();
      } else {
        current.add(token);
      }
    }
    statements.add(current);
    statements.removeIf(List::isEmpty);
  }

  static Scan of(String text, boolean standardStrings) {
    try {
      return new Scan(text, Optional.of(Lexer.tokenize(text, standardStrings)));
    } catch (SqlSyntaxException e) {
      return new Scan(text, Optional.empty());
    }
  }

  private static boolean isName(Token token) {
    return token.kind() == Token.Kind.IDENTIFIER || token.kind() == Token.Kind.QUOTED_IDENTIFIER;
  }

  /** Whether a name in the text is that of something mapped, wherever it stands. */
  boolean mayTouch(Snapshot snapshot) {
    if (snapshot.names().isEmpty()) {
      return false;
    }
    if (tokens.isEmpty()) {
      String folded = text.toLowerCase(Locale.ROOT);
      return snapshot.names().stream()
              .anyMatch(name -> folded.contains(name.toLowerCase(Locale.ROOT)))
          || folded.contains("u&\"");
    }
    return tokens.get().stream()
            .anyMatch(token -> isName(token) && snapshot.names().contains(token.text()))
        || hiddenName(snapshot).isPresent();
  }

  /** Whether a TRUNCATE may reach a mapped table through foreign keys. */
  boolean mayEmpty(Snapshot snapshot) {
    if (snapshot.referenced().isEmpty()) {
      return false;
    }
    Set<String> names = snapshot.referencedNames();
    return statements.stream()
        .filter(statement -> word(statement, 0).equals("truncate"))
        .flatMap(List::stream)
        .anyMatch(token -> isName(token) && names.contains(token.text()));
  }

  /** Whether a DO block is among the statements: its body is the server's to read. */
  boolean isOpaque() {
    return statements.stream().anyMatch(statement -> word(statement, 0).equals("do"));
  }

  /** In expand nothing has to be written twice, so nothing is lost by what isn't seen. */
  private static Stream<String> names(Snapshot snapshot) {
    boolean expandOnly = snapshot.mapping().migrations().stream()
        .allMatch(migration -> migration.phase() == Phase.EXPAND);
    return expandOnly ? Stream.empty() : snapshot.names().stream();
  }

  private Optional<String> hiddenName(Snapshot snapshot) {
    return statements.stream()
        .filter(statement -> word(statement, 0).equals("do"))
        .flatMap(List::stream)
        .filter(token -> token.kind() == Token.Kind.STRING)
        .map(token -> StringConstant.valueOf(token.text()).toLowerCase(Locale.ROOT))
        .flatMap(body -> names(snapshot)
            .filter(name -> body.contains(name.toLowerCase(Locale.ROOT)) || body.contains("u&\"")))
        .findFirst();
  }

  /** Refuses what reaches a mapped table past the rewriter. */
  void refuseHidden(Snapshot snapshot) {
    hiddenName(snapshot).ifPresent(name -> {
      throw new Refusal(
          "a DO block that names mapped table " + name + "; send its statements one by one");
    });
    for (List<Token> statement : statements) {
      boolean table = word(statement, 0).equals("create")
          && statement.stream().anyMatch(token -> isWord(token, "table"));
      for (int i = 0; table && i + 1 < statement.size(); i++) {
        if (isWord(statement.get(i), "like") && namedBehind(statement, i, snapshot)) {
          throw new Refusal(
              "CREATE TABLE ... LIKE a mapped table would copy both shapes; name the columns");
        }
      }
    }
  }

  /** Whether a name may mean another table to a later statement of the text than it means now. */
  boolean movesNames() {
    return statements.size() > 1 && statements.stream().anyMatch(Scan::movesNames);
  }

  private static boolean namedBehind(List<Token> statement, int index, Snapshot snapshot) {
    for (int i = index + 1; i < Math.min(index + 4, statement.size()); i++) {
      if (isName(statement.get(i)) && snapshot.names().contains(statement.get(i).text())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the text uses the bare name of something mapped behind a statement after which it may mean just that, although now it means something else: the end of
   * a transaction or savepoint takes a SET LOCAL back, and what hid the table may be gone.
   */
  boolean mayMeetMappedLater(Context context) {
    boolean moved = false;
    for (List<Token> statement : statements) {
      if (moved && usesHidden(statement, context)) {
        return true;
      }
      boolean role = word(statement, 0).equals("set")
          && statement.stream()
              .anyMatch(token -> isWord(token, "role") || isWord(token, "authorization"));
      moved |= role || movesNames(statement) || MAY_UNCOVER.contains(word(statement, 0));
    }
    return false;
  }

  /** The bare name of something mapped, where a look-up has found another relation or none. */
  private static boolean usesHidden(List<Token> statement, Context context) {
    for (int i = 0; i < statement.size(); i++) {
      Token token = statement.get(i);
      boolean bare = i == 0 || !statement.get(i - 1).text().equals(".");
      if (bare
          && isName(token)
          && context.snapshot().names().contains(token.text())
          && !(context.catalog().relation(new ObjectName(Optional.empty(), token.text()))
              instanceof Lookup.Unknown<Relation>)) {
        return true;
      }
    }
    return false;
  }

  private static boolean movesNames(List<Token> statement) {
    return statement.stream()
            .anyMatch(token -> isWord(token, "search_path")
                || isWord(token, "set_config")
                || isWord(token, "temp")
                || isWord(token, "temporary"))
        || word(statement, 0).equals("discard")
        || word(statement, 0).equals("set")
            && (word(statement, 1).equals("schema") || word(statement, 2).equals("schema"));
  }

  /** Names of mapped things that the text mentions and that nobody has looked up. */
  Set<ObjectName> suspects(Context context) {
    Set<ObjectName> unknown = new LinkedHashSet<>();
    for (ObjectName name : mentioned(context)) {
      if (context.catalog().relation(name) instanceof Lookup.Unknown<Relation>) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  /** Whether a name in the text is that of a mapped table, or may be. */
  boolean namesMapped(Context context) {
    return tokens.isEmpty()
        || mentioned(context).stream()
            .anyMatch(name -> context.snapshot().gone(name).isPresent()
                || context.catalog().relation(name) instanceof Lookup.Found<Relation> found
                    && (context.snapshot().tables().containsKey(found.value().oid())
                        || found.value().reaches().stream()
                            .anyMatch(context.snapshot().tables()::containsKey)));
  }

  private List<ObjectName> mentioned(Context context) {
    List<ObjectName> names = new ArrayList<>();
    List<Token> all = tokens.orElse(List.of());
    for (int i = 0; i < all.size(); i++) {
      if (isName(all.get(i)) && context.snapshot().names().contains(all.get(i).text())) {
        boolean qualified = i >= 2 && all.get(i - 1).text().equals(".") && isName(all.get(i - 2));
        names.add(new ObjectName(
            qualified ? Optional.of(all.get(i - 2).text()) : Optional.empty(),
            all.get(i).text()));
      }
    }
    return names;
  }

  private static boolean isWord(Token token, String word) {
    return token.kind() == Token.Kind.IDENTIFIER && token.text().equals(word);
  }

  private static String word(List<Token> statement, int index) {
    return index < statement.size() && isName(statement.get(index))
        ? statement.get(index).text()
        : "";
  }

  Traits traits(Touched touched) {
    boolean catalog = tokens.isEmpty();
    boolean names = tokens.isEmpty();
    List<String> prepares = new ArrayList<>();
    List<String> executes = new ArrayList<>();
    List<String> deallocates = new ArrayList<>();
    List<Traits.Result> results = new ArrayList<>();
    for (List<Token> statement : statements) {
      results.add(result(
          statement,
          touched.columns.size() == statements.size()
              ? List.copyOf(touched.columns.get(results.size()))
              : List.of()));
      String first = word(statement, 0);
      boolean into = (first.equals("select") || first.equals("with"))
          && statement.stream().anyMatch(token -> isWord(token, "into"));
      catalog |= DDL.contains(first) || into;
      names |= NAMES.contains(first)
          || statement.stream().anyMatch(token -> isWord(token, "set_config"));
      if (first.equals("prepare") && !word(statement, 1).equals("transaction")) {
        prepares.add(word(statement, 1));
      } else if (first.equals("deallocate")) {
        String name = word(statement, 1).equals("prepare") && statement.size() > 2
            ? word(statement, 2)
            : word(statement, 1);
        deallocates.add(name.equals("all") ? "*" : name);
      } else if (first.equals("discard")) {
        deallocates.add("*");
      } else if (first.equals("execute") || first.equals("explain") || first.equals("create")) {
        executed(statement, executes);
      }
    }
    return new Traits(
        Set.copyOf(touched.migrations),
        touched.source(),
        touched.write,
        catalog,
        names || catalog,
        List.copyOf(prepares),
        List.copyOf(executes),
        List.copyOf(deallocates),
        List.copyOf(results));
  }

  private static Traits.Result result(
      List<Token> statement, List<Optional<Traits.BaseColumn>> columns) {
    return switch (word(statement, 0)) {
      case "prepare" -> new Traits.Result(Kind.PREPARE, word(statement, 1), columns);
      case "execute" -> new Traits.Result(Kind.EXECUTE, word(statement, 1), columns);
      case "declare" -> new Traits.Result(Kind.DECLARE, word(statement, 1), columns);
      case "fetch" -> new Traits.Result(Kind.FETCH, word(statement, statement.size() - 1), columns);
      default -> new Traits.Result(Kind.OWN, "", columns);
    };
  }

  private static void executed(List<Token> statement, List<String> executes) {
    for (int i = 0; i + 1 < statement.size(); i++) {
      boolean trigger =
          isWord(statement.get(i + 1), "function") || isWord(statement.get(i + 1), "procedure");
      if (isWord(statement.get(i), "execute") && isName(statement.get(i + 1)) && !trigger) {
        executes.add(statement.get(i + 1).text());
        return;
      }
    }
  }
}
