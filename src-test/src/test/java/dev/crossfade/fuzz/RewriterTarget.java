package dev.crossfade.fuzz;

import dev.crossfade.catalog.Catalog;
import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.Lookup;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.rewrite.Context;
import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Outcome;
import dev.crossfade.rewrite.Rewriter;
import dev.crossfade.sql.Lexer;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import dev.crossfade.sql.Token;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rewrites a text. The first byte is the stage, the bits of the second are the shape, the generated keys that are wanted, standard_conforming_strings, and whether the
 * catalog has to be asked for before it answers; the text is behind them.
 */
public final class RewriterTarget {
  private static final int SHAPE = 1;
  private static final int ALL_KEYS = 2;
  private static final int SOME_KEYS = 4;
  private static final int OLD_STRINGS = 8;
  private static final int ASK = 16;

  private RewriterTarget() {}

  /** Before the clock runs. */
  public static void fuzzerInitialize() {
    Shop.context(0, false, true);
  }

  public static void fuzzerTestOneInput(byte[] input) throws SqlSyntaxException {
    if (input.length < 2) {
      return;
    }
    int flags = input[1];
    Context context =
        Shop.context(input[0] - '0', (flags & SHAPE) != 0, (flags & OLD_STRINGS) == 0);
    GeneratedKeys keys = (flags & ALL_KEYS) != 0
        ? new GeneratedKeys.All()
        : (flags & SOME_KEYS) != 0
            ? new GeneratedKeys.Columns(List.of("id", "username", "\"Group\""))
            : new GeneratedKeys.None();
    String sql = new String(input, 2, input.length - 2, StandardCharsets.UTF_8);
    Outcome outcome = (flags & ASK) != 0 ? asked(sql, keys, context) : once(sql, keys, context);
    check(sql, outcome, context);
  }

  private static Outcome once(String sql, GeneratedKeys keys, Context context) {
    Outcome outcome = Rewriter.rewrite(sql, keys, context);
    Claim.that(!(outcome instanceof Outcome.Unknown), "the catalog knows every name");
    return outcome;
  }

  /** As the driver does: what is unknown is looked up, and the rewriter asked again. */
  private static Outcome asked(String sql, GeneratedKeys keys, Context context) {
    Asked catalog = new Asked(context.catalog(), new HashSet<>());
    Context slow = new Context(
        context.snapshot(),
        context.shape(),
        context.newReads(),
        catalog,
        context.standardStrings());
    Outcome outcome = Rewriter.rewrite(sql, keys, slow);
    while (outcome instanceof Outcome.Unknown unknown) {
      boolean more = catalog.known.addAll(unknown.relations());
      more |= catalog.known.addAll(unknown.functions());
      Claim.that(more, "asked for what is known");
      outcome = Rewriter.rewrite(sql, keys, slow);
    }
    return outcome;
  }

  private record Asked(Catalog all, Set<ObjectName> known) implements Catalog {
    @Override
    public Lookup<Relation> relation(ObjectName name) {
      return known.contains(name) ? all.relation(name) : new Lookup.Unknown<>();
    }

    @Override
    public Lookup<Function> function(ObjectName name) {
      return known.contains(name) ? all.function(name) : new Lookup.Unknown<>();
    }
  }

  private static void check(String sql, Outcome outcome, Context context)
      throws SqlSyntaxException {
    String folded = sql.toLowerCase(Locale.ROOT);
    boolean mayTouch = folded.contains("u&\"")
        || context.snapshot().names().stream()
            .anyMatch(name -> folded.contains(name.toLowerCase(Locale.ROOT)));
    Claim.that(mayTouch || outcome instanceof Outcome.Unchanged, "changed without a mapped name");
    if (outcome instanceof Outcome.Rewritten rewritten) {
      rewritten(sql, rewritten, context.standardStrings());
    } else if (outcome instanceof Outcome.Passed passed) {
      reason(sql, passed.reason(), context.standardStrings());
    } else if (outcome instanceof Outcome.Refused refused) {
      reason(sql, refused.reason(), context.standardStrings());
    } else if (outcome instanceof Outcome.NotUnderstood strange) {
      reason(sql, strange.reason(), context.standardStrings());
    }
  }

  /** The text is one that we understand, and the application's placeholders are all there, in their order where they stood. */
  private static void rewritten(String sql, Outcome.Rewritten outcome, boolean standardStrings)
      throws SqlSyntaxException {
    long before = placeholders(Lexer.tokenize(sql, standardStrings));
    int after = SqlParser.parse(outcome.sql(), standardStrings).placeholders();
    Claim.that(after == outcome.sources().length, "a placeholder without a source");
    int expected = 0;
    for (int source : outcome.sources()) {
      Claim.that(source >= 0 && source < before, "a source that isn't there");
      expected += source == expected ? 1 : 0;
    }
    Claim.that(
        expected == before || isWrong(sql, outcome.sql()),
        "lost or moved: " + Arrays.toString(outcome.sources()) + " in " + outcome.sql());
  }

  /** An INSERT whose rows don't fit its columns becomes one that is wrong without them. */
  private static boolean isWrong(String sql, String rewritten) {
    return Stream.of("VALUES (NULL)", "VALUES (NULL, NULL)")
        .anyMatch(rows -> rewritten.contains(rows) && !sql.contains(rows));
  }

  private static long placeholders(List<Token> tokens) {
    return tokens.stream()
        .filter(token -> token.kind() == Token.Kind.PLACEHOLDER)
        .count();
  }

  /** A reason says something, and tells no string of the text to the log. */
  private static void reason(String sql, String reason, boolean standardStrings) {
    Claim.that(!reason.isBlank(), "refused without a reason");
    try {
      for (Token token : Lexer.tokenize(sql, standardStrings)) {
        boolean string = token.kind() == Token.Kind.STRING && token.text().length() > 5;
        Claim.that(!string || !reason.contains(token.text()), "a literal in a reason: " + reason);
      }
    } catch (SqlSyntaxException e) {
      Claim.inside(sql, e);
    }
  }
}
